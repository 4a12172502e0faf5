import type { MessagePort } from 'node:worker_threads';
import type { ApiError, AppEvent } from '../../shared/domain/event';
import type { PersonalAct } from '../../shared/domain/personal-act';
import type { BootstrapOptions, ListeningLine } from '../bootstrap';
import type { Log, LogFields } from '../log/types';

/** What the core's thread is started with. */
export interface CoreData {
  readonly options: Omit<
    BootstrapOptions,
    'keyWrapping' | 'isSystemOnline' | 'askPerson' | 'openShell' | 'announce' | 'complain'
  >;
  /** Asks the main thread for the keychain, and waits. */
  readonly keychainPort: MessagePort;
  readonly keychainSignal: SharedArrayBuffer;
}

/** Main thread → core. */
export type ToCore =
  | {
      readonly type: 'call';
      readonly id: number;
      readonly service: string;
      readonly method: string;
      readonly args: readonly unknown[];
    }
  | { readonly type: 'log'; readonly level: keyof Log; readonly fields: LogFields; readonly message: string }
  | { readonly type: 'online'; readonly isOnline: boolean }
  | { readonly type: 'person_answer'; readonly id: number; readonly isAllowed: boolean }
  | { readonly type: 'wake' }
  | { readonly type: 'dispose' };

/** Core → main thread. */
export type FromCore =
  | {
      readonly type: 'started';
      readonly gatewayUrl: string;
      readonly controlPath: string;
      readonly listening: ListeningLine | null;
      readonly complaint: string | null;
    }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'open_page'; readonly url: string }
  | { readonly type: 'ask_person'; readonly id: number; readonly act: PersonalAct }
  | { readonly type: 'events'; readonly events: readonly AppEvent[] }
  | { readonly type: 'answer'; readonly id: number; readonly ok: true; readonly value: unknown }
  | {
      readonly type: 'answer';
      readonly id: number;
      readonly ok: false;
      readonly error: ApiError | null;
      readonly fields: LogFields;
    }
  | { readonly type: 'disposed' };

export type KeychainQuestion =
  | { readonly ask: 'available' }
  | { readonly ask: 'wrap'; readonly plain: string }
  | { readonly ask: 'unwrap'; readonly wrapped: Uint8Array };

export type KeychainAnswer =
  | { readonly ok: true; readonly value: boolean | string | Uint8Array }
  | { readonly ok: false; readonly message: string };
