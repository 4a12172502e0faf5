import type { RequestDetail, RequestSummary } from '../../shared/domain/request';
import type { Page } from '../../shared/ipc/contract';
import type { LogQuery } from './types';
import type { ExportPiece, ExportQuestion, UsageQuestion } from './usage/types';

/** What the log's thread is started with. */
export interface LogWorkerData {
  readonly file: string;
  readonly nativeBinding: string | null;
}

/** Every question the log can be asked, with its answer. */
export interface LogQuestions {
  readonly list: { readonly ask: LogQuery; readonly answer: Page<RequestSummary> };
  readonly get: { readonly ask: string; readonly answer: RequestDetail | null };
  /** A UsageReport as JSON: the text of a year is large, and the thread that serves requests neither makes nor copies it. */
  readonly usage: { readonly ask: UsageQuestion; readonly answer: Uint8Array<ArrayBuffer> };
  readonly export: { readonly ask: ExportQuestion; readonly answer: ExportPiece };
  /** Forgets some requests that started before then (epoch milliseconds), and packs some old usage; true: there may be more. */
  readonly sweep: { readonly ask: number; readonly answer: boolean };
  /** In which days and hours are counted from now on; `null`: the system's. */
  readonly zone: { readonly ask: string | null; readonly answer: null };
}

export type LogQuestionName = keyof LogQuestions;

export interface LogQuestion<Name extends LogQuestionName = LogQuestionName> {
  readonly id: number;
  readonly name: Name;
  readonly ask: LogQuestions[Name]['ask'];
}

/** `catch-up`: there are new lines in the journal. `close`: take over what is there, and end. */
export type LogWorkerMessage = LogQuestion | 'catch-up' | 'close';

export type LogAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string };

/** How each question is answered; the same in the log's thread and, should that have died, in the one that asks. */
export type LogAnswers = {
  readonly [Name in LogQuestionName]: (ask: LogQuestions[Name]['ask']) => LogQuestions[Name]['answer'];
};
