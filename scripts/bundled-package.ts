import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { type PrebuiltPackage, prebuiltInto } from './prebuilt-packages.ts';

/** A package that the bundle holds code of. */
export interface BundledPackage {
  name: string;
  version: string;
  /** SPDX id or expression, as its package.json has it. */
  license: string;
  /** Null where the package comes without one. */
  licenseText: string | null;
  /** As its package.json has it: `name <mail> (url)`, of which only the name is kept; empty where it says nobody. */
  author: string;
  /** Of the tarball, as package-lock.json has it: `sha512-` and base64. */
  integrity: string | undefined;
  /** URL of the source repository. */
  repository: string | undefined;
  /** `name@version` of the packages whose files its own import. */
  imports: ReadonlySet<string>;
  /** What its publisher has put into it as built code. */
  prebuilt: readonly PrebuiltPackage[];
}

/** What is read of a package.json; packages of other years have other shapes there. */
interface Manifest {
  name: string;
  version: string;
  license?: string;
  author?: string | { name?: string };
  repository?: string | { url?: string };
}

/** Licences that two packages write in other words than SPDX does. */
const spdxIds: Record<string, string> = { 'Apache License 2.0': 'Apache-2.0' };

/** All packages that went into the bundle, sorted by name and version; each once, however many copies there are. */
export function bundledPackages({ inputs }: Metafile): BundledPackage[] {
  const lock: { packages: Record<string, { integrity?: string }> } = JSON.parse(
    readFileSync('package-lock.json', 'utf8'),
  );
  const imports = new Map<string, Set<string>>();
  const packages = new Map<string, BundledPackage>();
  const idOf = (file: string): string | undefined => {
    const folder = folderOf(file);
    if (folder === undefined) return undefined;
    const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const id = `${manifest.name}@${manifest.version}`;
    if (packages.has(id)) return id;
    const imported = new Set<string>();
    imports.set(id, imported);
    packages.set(id, {
      name: manifest.name,
      version: manifest.version,
      license: spdxIds[manifest.license ?? ''] ?? manifest.license ?? 'NOASSERTION',
      licenseText: licenseText(folder),
      author: authorName(manifest.author),
      integrity: lock.packages[folder]?.integrity,
      repository: repositoryUrl(manifest.repository),
      imports: imported,
      prebuilt: prebuiltInto(manifest.name, manifest.version),
    });
    return id;
  };
  const ids = new Map(Object.keys(inputs).map((file) => [file, idOf(file)]));
  for (const [file, input] of Object.entries(inputs)) {
    const id = ids.get(file);
    for (const { path } of input.imports) {
      const imported = ids.get(path);
      if (id !== undefined && imported !== undefined && imported !== id) imports.get(id)?.add(imported);
    }
  }
  return [...packages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, bundled]) => bundled);
}

/** The folder of the package that a file belongs to; undefined for the gateway's own. */
function folderOf(file: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

/** A file of its own, or else a section of the readme, which older packages have instead. */
function licenseText(folder: string): string | null {
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)(\.\w+)?$/i.test(name));
  const texts = files.sort().map((name) => readFileSync(join(folder, name), 'utf8'));
  if (texts.length > 0) return texts.map(plain).join('\n\n');
  const readme = readdirSync(folder).find((name) => /^readme\.(md|markdown)$/i.test(name));
  if (readme === undefined || !existsSync(join(folder, readme))) return null;
  const [, section = ''] = readFileSync(join(folder, readme), 'utf8').split(
    /^(?:#+ *licen[cs]e|licen[cs]e\r?\n-+) *$/im,
  );
  return /permission is hereby granted/i.test(section) ? plain(section) : null;
}

function plain(text: string): string {
  return text.replaceAll('\r', '').trim();
}

function authorName(author: Manifest['author']): string {
  const text = (typeof author === 'string' ? author : author?.name) ?? '';
  return text.replace(/[<(].*$/, '').trim();
}

function repositoryUrl(repository: Manifest['repository']): string | undefined {
  const url = (typeof repository === 'string' ? repository : repository?.url) ?? '';
  return /^(git\+)?https:\/\//.test(url) ? url.replace(/^git\+/, '') : undefined;
}
