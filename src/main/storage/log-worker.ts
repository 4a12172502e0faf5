import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { giveMemoryBack } from '../memory/give-memory-back';
import { createLogAnswers } from './journal/answer-questions';
import { openLog } from './journal/open-log';
import type { LogAnswer, LogQuestion, LogWorkerData, LogWorkerMessage } from './log-messages';
import { warmUpWhenIdle } from './log-warm-up';
import { createWarmUp } from './usage/warm-up';

const LOWER_PRIORITY = 10;
/** Under load ten come in a second; each may stand for hundreds of rows. */
const MANY_MESSAGES = 50;

/** The log's own thread: takes the journal over and answers what may take long, so that no request waits for it. */
stepBack();
const log = openLog(workerData as LogWorkerData);
const answers = createLogAnswers(log);
const warmUp = warmUpWhenIdle(() => createWarmUp(log.database));
const memory = giveMemoryBack(MANY_MESSAGES);

/** Requests come first where processors are few. On Linux alone a priority is a thread's own; elsewhere all would step back. */
function stepBack(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, LOWER_PRIORITY);
  } catch {
    // Then it takes its turn like everybody.
  }
}

function answer({ id, name, ask }: LogQuestion): LogAnswer {
  try {
    const reply = answers[name] as (asked: unknown) => unknown;
    return { id, ok: true, value: reply(ask) };
  } catch (failure) {
    return { id, ok: false, message: failure instanceof Error ? failure.message : 'unreadable' };
  }
}

/** Handed over, not copied: the other thread serves requests. */
function buffersOf(reply: LogAnswer): ArrayBuffer[] {
  if (!reply.ok || !(reply.value instanceof Uint8Array)) return [];
  const { buffer } = reply.value;
  return buffer instanceof ArrayBuffer ? [buffer] : [];
}

parentPort?.on('message', (message: LogWorkerMessage) => {
  warmUp.noteWork();
  memory.noteWork();
  if (message === 'catch-up') {
    log.catchUp();
  } else if (message === 'close') {
    warmUp.stop();
    memory.stop();
    log.catchUp();
    log.close();
    parentPort?.close();
  } else {
    const reply = answer(message);
    parentPort?.postMessage(reply, buffersOf(reply));
  }
});
