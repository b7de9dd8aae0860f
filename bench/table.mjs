/*
 * Figures in words: the median of the rounds, its spread, and ratios within one round.
 */

export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: sorted[sorted.length >> 1], least: sorted[0], most: sorted.at(-1) };
}

/** The gateway's value divided by that of the server it is compared with, round by round; null where either has none. */
export function ratioOf({ values, against }) {
  const other = values[against ?? bestPeer(values)];
  if (!values.gateway || !other) return null;
  return spread(values.gateway.map((value, round) => value / other[round]));
}

/** The best of the other servers that serve GraphQL. */
export function bestPeer(values) {
  const peers = Object.keys(values).filter((server) => !['gateway', 'baseline', 'sdk'].includes(server));
  return peers.sort((a, b) => spread(values[a]).median - spread(values[b]).median)[0];
}

/** A table of all that was measured, in Markdown. */
export function markdown(measured, servers) {
  const head = ['', 'workload', ...servers.map(nameOf), 'ratio', 'target'];
  const rows = measured.map((row) => [
    row.name,
    `${row.what}, ${row.unit}`,
    ...servers.map((server) => (row.values[server] ? shown(spread(row.values[server])) : '–')),
    ratioInWords(row),
    row.target ?? '',
  ]);
  return table(head, rows);
}

/** Throughput and latency, in Markdown: requests a second, then p50 and p99 in milliseconds. */
export function latencies(measured, servers) {
  const rows = measured
    .filter(({ latency }) => latency)
    .map(({ name, latency }) => [
      name,
      ...servers.map((server) => {
        const figures = latency[server];
        return figures ? `${figures.perSecond}/s, ${figures.p50}, ${figures.p99}` : '–';
      }),
    ]);
  return table(['', ...servers.map(nameOf)], rows);
}

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function nameOf(server) {
  return server === 'sdk' ? 'the SDK alone' : server;
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
