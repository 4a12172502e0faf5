/** How the core has the shell open a page in the system's browser. */
export interface PageOpener {
  open(url: string): void;
  /** The returned function ends the subscription. */
  onOpen(listener: (url: string) => void): () => void;
}

export function createPageOpener(): PageOpener {
  const listeners = new Set<(url: string) => void>();
  return {
    open(url) {
      for (const listener of [...listeners]) listener(url);
    },
    onOpen(listener) {
      const own = (url: string) => listener(url);
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
  };
}
