export interface Closers {
  /** To be called when everything ends; the last one added goes first. */
  add(name: string, close: () => void | Promise<void>): void;
  /** Calls each once, whatever the others do. */
  closeAll(): Promise<void>;
}

export function createClosers(onFailure: (name: string, failure: unknown) => void): Closers {
  const open: { readonly name: string; readonly close: () => void | Promise<void> }[] = [];
  return {
    add: (name, close) => {
      open.push({ name, close });
    },
    closeAll: async () => {
      for (let last = open.pop(); last !== undefined; last = open.pop()) {
        try {
          await last.close();
        } catch (failure) {
          onFailure(last.name, failure);
        }
      }
    },
  };
}
