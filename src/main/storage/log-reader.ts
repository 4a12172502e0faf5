import { Worker } from 'node:worker_threads';
import type { LogAnswer, LogAnswers, LogQuestionName, LogQuestions, LogWorkerData } from './log-messages';

interface Needs {
  /** The built worker; `null`: everything happens on this thread, as in tests. */
  readonly workerFile: string | null;
  readonly location: LogWorkerData;
  /** Answers on this thread. */
  readonly answers: LogAnswers;
}

/** The log's thread, seen from the one that serves requests. Should it die, this thread does its work. */
export interface LogThread {
  ask<Name extends LogQuestionName>(
    name: Name,
    ask: LogQuestions[Name]['ask'],
  ): Promise<LogQuestions[Name]['answer']>;
  /** There are new lines in the journal. False: nobody is there to be told. */
  catchUp(): boolean;
  isUp(): boolean;
  /** Everything that is in the journal is taken over first. At once where there is no thread to end. */
  close(): Promise<void> | void;
}

export function openLogThread({ workerFile, location, answers }: Needs): LogThread {
  const link = workerFile === null ? null : openLink(workerFile, location);
  const isUp = () => link?.isUp() ?? false;
  return {
    isUp,
    async ask(name, asked) {
      if (!link || !isUp()) return answers[name](asked);
      return (await link.ask(name, asked)) as LogQuestions[typeof name]['answer'];
    },
    catchUp() {
      if (!link || !isUp()) return false;
      link.worker.postMessage('catch-up');
      return true;
    },
    close: () => link?.close(),
  };
}

/** Rows pass through and are gone; without a bound a busy hour leaves the thread a large empty heap. */
const YOUNG_GENERATION_MB = 16;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (failure: Error) => void;
}

function openLink(workerFile: string, location: LogWorkerData) {
  const worker = new Worker(workerFile, {
    workerData: location,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  const waiting = new Map<number, Waiting>();
  let isUp = true;
  let nextId = 0;

  const down = () => {
    isUp = false;
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
    worker,
    isUp: () => isUp,
    ask<Name extends LogQuestionName>(name: Name, asked: LogQuestions[Name]['ask']): Promise<unknown> {
      nextId += 1;
      const id = nextId;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, name, ask: asked });
      });
    },
    close: async () => {
      if (isUp) worker.postMessage('close');
      await ended;
    },
  };
}
