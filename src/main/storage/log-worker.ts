import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type { LogAnswer, LogQuestion, LogWorkerData } from './log-messages';
import { createRequestReader } from './request-reader';

/** The write-ahead log is folded into the database here, so that no request ever waits for it. */
const CHECKPOINT_EVERY_MS = 2000;

const { file, nativeBinding } = workerData as LogWorkerData;
const database = new Database(file, {
  fileMustExist: true,
  timeout: 2000,
  ...(nativeBinding === null ? {} : { nativeBinding }),
});
const reader = createRequestReader(database);

function answer({ id, question }: LogQuestion): LogAnswer {
  try {
    const value = question.ask === 'list' ? reader.list(question.request) : reader.get(question.id);
    return { id, ok: true, value };
  } catch (failure) {
    return { id, ok: false, message: failure instanceof Error ? failure.message : 'unreadable' };
  }
}

parentPort?.on('message', (message: LogQuestion | 'close') => {
  if (message === 'close') {
    database.close();
    parentPort?.close();
    return;
  }
  parentPort?.postMessage(answer(message));
});

setInterval(() => {
  if (database.open) database.pragma('wal_checkpoint(PASSIVE)');
}, CHECKPOINT_EVERY_MS).unref();
