/**
 * Settles as `work` does, unless `ms` milliseconds pass before: then it rejects with what `timeIsUp` makes. The work goes
 * on unheard, since the SDK cannot cancel; there is nothing to abort, and so none of the cost of being able to.
 */
export function withTimeLimit<T>(work: Promise<T>, ms: number, timeIsUp: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(timeIsUp()), ms);
    work.then(
      (answer) => {
        clearTimeout(timer);
        resolve(answer);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
