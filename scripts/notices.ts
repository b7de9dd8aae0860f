import type { BundledPackage } from './bundled-package.ts';
import type { PrebuiltPackage } from './prebuilt-packages.ts';

const rule = '-'.repeat(80);

/** The notices that licences ask for: each package in the bundle with the text of its licence. */
export function thirdPartyNotices(packages: readonly BundledPackage[]): string {
  const head = `ecs-session-gateway is licensed under the Apache License 2.0 (see LICENSE). Its built files hold code of the
${packages.length} packages below. sbom.cdx.json lists the same packages for programs.
`;
  return `${[head, ...packages.map(notice)].join(`\n${rule}\n\n`)}`;
}

function notice({
  name,
  version,
  license,
  licenseText,
  author,
  repository,
  prebuilt,
}: BundledPackage): string {
  const lines = [`${name} ${version}`, `License: ${license}`];
  if (author) lines.push(`Author: ${author}`);
  if (repository) lines.push(`Source: ${repository}`);
  lines.push(
    '',
    licenseText ?? `The package comes without the text of its licence; its package.json says ${license}.`,
  );
  if (prebuilt.length > 0) {
    lines.push(
      '',
      `${name} holds these as built code, without their notices. The text of MIT stands above, that of Apache-2.0 in`,
      'LICENSE; for the others only the SPDX id is known here.',
      '',
      ...prebuilt.map(prebuiltNotice),
    );
  }
  return `${lines.join('\n')}\n`;
}

function prebuiltNotice({ name, version, license, copyright }: PrebuiltPackage): string {
  return `- ${[name, version].filter(Boolean).join(' ')} (${license}): ${copyright}`;
}
