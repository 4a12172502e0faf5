import { Worker } from 'node:worker_threads';
import type { RequestDetail, RequestSummary } from '../../shared/domain/request';
import type { Page } from '../../shared/ipc/contract';
import type { LogAnswer, LogQuestion, LogWorkerData } from './log-messages';
import type { LogReader, RequestTable } from './types';

interface Needs {
  /** The built worker; `null`: read on this thread, as tests do. */
  readonly workerFile: string | null;
  readonly location: LogWorkerData;
  readonly requests: Pick<RequestTable, 'list' | 'get'>;
  /** Told when checkpoints are the worker's affair, and when no longer. */
  readonly onWorker: (isRunning: boolean) => void;
}

interface Waiting {
  readonly resolve: (value: Page<RequestSummary> | RequestDetail | null) => void;
  readonly reject: (failure: Error) => void;
}

/** Reads over the whole log happen in a thread of their own. Should it die, this thread reads instead. */
export function openLogReader(needs: Needs): LogReader & { close(): Promise<void> | void } {
  const { requests, workerFile } = needs;
  if (workerFile === null) {
    return {
      list: async (request) => requests.list(request),
      get: async (id) => requests.get(id),
      close: () => {},
    };
  }
  const link = openLink(workerFile, needs);
  return {
    list: async (request) => {
      if (!link.isUp()) return requests.list(request);
      return (await link.ask({ ask: 'list', request })) as Page<RequestSummary>;
    },
    get: async (id) => {
      if (!link.isUp()) return requests.get(id);
      return (await link.ask({ ask: 'get', id })) as RequestDetail | null;
    },
    close: link.close,
  };
}

function openLink(workerFile: string, { location, onWorker }: Needs) {
  const worker = new Worker(workerFile, { workerData: location });
  const waiting = new Map<number, Waiting>();
  let isUp = true;
  let nextId = 0;
  onWorker(true);

  const down = () => {
    if (!isUp) return;
    isUp = false;
    onWorker(false);
    for (const { reject } of waiting.values()) reject(new Error('the log reader has ended'));
    waiting.clear();
  };
  worker.on('message', (answer: LogAnswer) => {
    const asker = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.ok) asker?.resolve(answer.value);
    else asker?.reject(new Error(answer.message));
  });
  worker.on('error', down);
  const ended = new Promise<void>((resolve) => {
    worker.on('exit', () => {
      down();
      resolve();
    });
  });
  worker.unref();
  return {
    isUp: () => isUp,
    ask(question: LogQuestion['question']) {
      nextId += 1;
      const id = nextId;
      return new Promise<Page<RequestSummary> | RequestDetail | null>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, question } satisfies LogQuestion);
      });
    },
    close: async () => {
      if (isUp) worker.postMessage('close');
      await ended;
    },
  };
}
