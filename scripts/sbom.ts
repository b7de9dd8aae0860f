import { readFileSync } from 'node:fs';
import type { BundledPackage } from './bundled-package.ts';
import type { PrebuiltPackage } from './prebuilt-packages.ts';

/**
 * What the bundle holds, for scanners: nothing else tells them, since the published package has no dependencies.
 * The same sources give the same bytes, and so neither time nor serial number are in it.
 *
 * Source: CycloneDX 1.5, https://cyclonedx.org/docs/1.5/json/
 */
export function bundleSbom(packages: readonly BundledPackage[]): object {
  const { name, version, description, license } = JSON.parse(readFileSync('package.json', 'utf8'));
  const root = purl(name, version);
  const refs = new Map(packages.map((bundled) => [`${bundled.name}@${bundled.version}`, refOf(bundled)]));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      component: {
        type: 'application',
        'bom-ref': root,
        name,
        version,
        description,
        licenses: [{ license: { id: license } }],
        purl: root,
      },
    },
    components: packages.map(component),
    dependencies: [
      { ref: root, dependsOn: [...refs.values()] },
      ...packages.map((bundled) => ({
        ref: refOf(bundled),
        dependsOn: [...bundled.imports].sort().map((id) => refs.get(id)),
      })),
    ],
  };
}

function component(bundled: BundledPackage): object {
  const { name, version, license, integrity, repository, prebuilt } = bundled;
  return {
    type: 'library',
    'bom-ref': refOf(bundled),
    name,
    version,
    scope: 'required',
    ...(integrity?.startsWith('sha512-') && { hashes: [{ alg: 'SHA-512', content: toHex(integrity) }] }),
    licenses: licenses(license),
    purl: purl(name, version),
    ...(repository && { externalReferences: [{ type: 'vcs', url: repository }] }),
    ...(prebuilt.length > 0 && {
      components: prebuilt.map((part) => prebuiltComponent(refOf(bundled), part)),
    }),
  };
}

function prebuiltComponent(holder: string, { name, version, license, copyright }: PrebuiltPackage): object {
  return {
    type: 'library',
    'bom-ref': `${holder}#${name}`,
    name,
    ...(version && { version, purl: purl(name, version) }),
    licenses: licenses(license),
    copyright,
  };
}

function refOf({ name, version }: BundledPackage): string {
  return purl(name, version);
}

/** Source: https://github.com/package-url/purl-spec, type npm. */
function purl(name: string, version: string): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function licenses(license: string): object[] {
  return / (OR|AND|WITH) /.test(license) ? [{ expression: license }] : [{ license: { id: license } }];
}

function toHex(integrity: string): string {
  return Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex');
}
