/**
 * Reads at once, and again after each wait, as long as the page is visible.
 *
 * @param wait milliseconds until the next round
 * @returns what ends the rounds
 */
export function rounds(read: (signal: AbortSignal) => Promise<void>, wait: () => number): () => void {
  const end = new AbortController();
  let timer = 0;
  const round = async (): Promise<void> => {
    if (document.visibilityState === 'visible') {
      await read(end.signal);
    }
    if (!end.signal.aborted) {
      timer = window.setTimeout(round, wait());
    }
  };
  void round();
  return () => {
    end.abort();
    clearTimeout(timer);
  };
}
