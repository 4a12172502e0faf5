import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { KeyWrapping } from '../vault/types';
import type { KeychainAnswer, KeychainQuestion } from './messages';

/** A keychain may ask its owner for a password first. */
const LONGEST_WAIT_MS = 120_000;

/** Main thread: answers the core's questions with the real keychain. */
export function serveKeychain(keychain: KeyWrapping) {
  const { port1, port2 } = new MessageChannel();
  const signal = new SharedArrayBuffer(4);
  const flag = new Int32Array(signal);
  port1.on('message', (question: KeychainQuestion) => {
    port1.postMessage(answer(keychain, question));
    Atomics.store(flag, 0, 1);
    Atomics.notify(flag, 0);
  });
  port1.unref();
  return { port: port2, signal, close: () => port1.close() };
}

function answer(keychain: KeyWrapping, question: KeychainQuestion): KeychainAnswer {
  try {
    switch (question.ask) {
      case 'available':
        return { ok: true, value: keychain.isAvailable() };
      case 'wrap':
        return { ok: true, value: keychain.wrap(question.plain) };
      case 'unwrap':
        return { ok: true, value: keychain.unwrap(question.wrapped) };
    }
  } catch (failure) {
    return { ok: false, message: failure instanceof Error ? failure.message : 'the keychain failed' };
  }
}

/** Core's thread: the keychain as the vault wants it, which waits for the main thread. Only used at start and unlock. */
export function askKeychain(port: MessagePort, signal: SharedArrayBuffer): KeyWrapping {
  const flag = new Int32Array(signal);
  const ask = (question: KeychainQuestion): boolean | string | Uint8Array => {
    Atomics.store(flag, 0, 0);
    port.postMessage(question);
    Atomics.wait(flag, 0, 0, LONGEST_WAIT_MS);
    const received: KeychainAnswer | undefined = receiveMessageOnPort(port)?.message;
    if (!received) throw new Error('the keychain did not answer');
    if (!received.ok) throw new Error(received.message);
    return received.value;
  };
  return {
    isAvailable: () => ask({ ask: 'available' }) === true,
    wrap: (plain) => {
      const wrapped = ask({ ask: 'wrap', plain });
      if (!(wrapped instanceof Uint8Array)) throw new Error('the keychain gave no bytes');
      return wrapped;
    },
    unwrap: (wrapped) => {
      const plain = ask({ ask: 'unwrap', wrapped });
      if (typeof plain !== 'string') throw new Error('the keychain gave no text');
      return plain;
    },
  };
}
