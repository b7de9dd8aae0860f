import { startPair } from '../../integration/support/gateway.ts';
import { heapMegabytes, report } from './heap.ts';

/** Floods a whole gateway: with distinct documents, and with distinct variables; then leaves it alone. */
const ttlMs = 15_000;
const pair = await startPair({ CACHE_TTL_MS: String(ttlMs), LOG_LEVEL: 'silent' });

const document = (n: number) => {
  const region = (index: number) =>
    `a${index}: region(regionId: "cn-n${n}-${index}") { regionId id __typename }`;
  return `query Q${n} { ${Array.from({ length: 95 }, (_, index) => region(index)).join(' ')} }`;
};
const oneRegion = 'query ($r: RegionId!) { region(regionId: $r) { id } }';

async function ask(query: string, variables: object = {}) {
  const answer = await pair.ask(query, variables);
  if (!answer.data || answer.errors) throw new Error(JSON.stringify(answer).slice(0, 300));
  // This process is gateway and caller in one; the caller's log of it is not what is measured.
  pair.lines.length = 0;
}

for (let n = 0; n < 50; n++) await ask(document(100_000 + n));
const before = await heapMegabytes();
for (let n = 0; n < 1000; n++) {
  await ask(document(n));
  // What is asked again with other variables is executed anew, and may be compiled.
  if (n % 5 === 0) await ask(document(n), { another: n });
}
const documents = await heapMegabytes();
for (let n = 0; n < 1000; n++) {
  await ask(oneRegion, { r: `cn-n${n}`, ignored: `${n}${'x'.repeat(20_000)}` });
}
const variables = await heapMegabytes();

// Nobody asks any more: answers go by themselves, documents stay.
const answers = 4;
let idle = variables;
for (let waits = 0; waits < 20 && idle > variables - answers; waits++) {
  await new Promise((resolve) => setTimeout(resolve, 3000));
  idle = await heapMegabytes();
}
await pair.close();
report({
  kilobytes: document(1).length / 1024,
  documents: documents - before,
  variables: variables - before,
  idle: idle - before,
  answers,
});
