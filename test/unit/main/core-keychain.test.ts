import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { serveKeychain } from '../../../src/main/core-thread/keychain';

/** The asking side as the core's thread runs it, without the build: the same three calls. */
const ASKER = `
const { workerData, parentPort, receiveMessageOnPort } = require('node:worker_threads');
const flag = new Int32Array(workerData.signal);
const ask = (question) => {
  Atomics.store(flag, 0, 0);
  workerData.port.postMessage(question);
  Atomics.wait(flag, 0, 0, 5000);
  return receiveMessageOnPort(workerData.port)?.message;
};
const wrapped = ask({ ask: 'wrap', plain: 'data key' });
parentPort.postMessage([ask({ ask: 'available' }), wrapped, ask({ ask: 'unwrap', wrapped: wrapped.value }), ask({ ask: 'unwrap', wrapped: new Uint8Array([9]) })]);
`;

it('a thread that waits gets the keychain’s answers, and its failures as values', async () => {
  const { port, signal, close } = serveKeychain({
    isAvailable: () => true,
    wrap: (plain) => new TextEncoder().encode(`wrapped ${plain}`),
    unwrap: (wrapped) => {
      const text = new TextDecoder().decode(wrapped);
      if (!text.startsWith('wrapped ')) throw new Error('not mine');
      return text.slice(8);
    },
  });
  const worker = new Worker(ASKER, { eval: true, workerData: { port, signal }, transferList: [port] });
  const answers = await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  expect(answers).toEqual([
    { ok: true, value: true },
    { ok: true, value: new TextEncoder().encode('wrapped data key') },
    { ok: true, value: 'data key' },
    { ok: false, message: 'not mine' },
  ]);
  close();
  await worker.terminate();
});
