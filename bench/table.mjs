/*
 * Figures in words: the middle of five rounds, its spread, and ratios of rounds that stood side by side.
 */

export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: sorted[sorted.length >> 1], least: sorted[0], most: sorted.at(-1) };
}

/** The gateway's value by that of whom it is held against, round by round; null where one of them has none. */
export function ratioOf({ values, against }) {
  const other = values[against ?? bestPeer(values)];
  if (!values.gateway || !other) return null;
  return spread(values.gateway.map((value, round) => value / other[round]));
}

/** The best of the servers that speak GraphQL, but for the gateway. */
export function bestPeer(values) {
  const peers = Object.keys(values).filter((side) => !['gateway', 'floor', 'sdk'].includes(side));
  return peers.sort((a, b) => spread(values[a]).median - spread(values[b]).median)[0];
}

/** A table of all that was measured, in Markdown. */
export function markdown(measured, sides) {
  const head = ['', 'work', ...sides.map(nameOf), 'ratio', 'target'];
  const rows = measured.map((row) => [
    row.name,
    `${row.what}, ${row.unit}`,
    ...sides.map((side) => (row.values[side] ? shown(spread(row.values[side])) : '–')),
    ratioInWords(row),
    row.target ?? '',
  ]);
  return table(head, rows);
}

/** Throughput and latency, in Markdown: requests a second, then p50 and p99 in milliseconds. */
export function latencies(measured, sides) {
  const rows = measured
    .filter(({ latency }) => latency)
    .map(({ name, latency }) => [
      name,
      ...sides.map((side) => {
        const figures = latency[side];
        return figures ? `${figures.perSecond}/s, ${figures.p50}, ${figures.p99}` : '–';
      }),
    ]);
  return table(['', ...sides.map(nameOf)], rows);
}

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function nameOf(side) {
  return { floor: 'bare SDK', sdk: 'the SDK alone' }[side] ?? side;
}

function shown({ median, least, most }) {
  const digits = Math.abs(median) < 20 ? 2 : 0;
  return least === most
    ? median.toFixed(digits)
    : `${median.toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`;
}

function ratioInWords(row) {
  const ratio = ratioOf(row);
  return ratio ? `${ratio.median.toFixed(2)} of ${nameOf(row.against ?? bestPeer(row.values))}` : '';
}
