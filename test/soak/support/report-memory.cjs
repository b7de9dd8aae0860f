/* Preloaded into the gateway under soak: on SIGUSR2 it collects garbage and says what is left. */
process.on('SIGUSR2', () => {
  global.gc();
  process.stdout.write(
    `{"heapMb":${Math.round(process.memoryUsage().heapUsed / 2 ** 20)},"n":${Date.now()}}\n`,
  );
});
