import type { Paint } from './table';

/** Standard output is the answer; everything said about it goes to standard error. */
export interface Printer {
  readonly paint: Paint;
  /** One answer: the JSON document as it came, or what people read. */
  answer(value: unknown, forPeople: () => string): void;
  /** One of many answers: a line of JSON, or of text. */
  row(value: unknown, forPeople: () => string): void;
  /** A remark for people; machines do not get it. */
  note(text: string): void;
  readonly stdout: NodeJS.WritableStream;
  isJson(): boolean;
}

export interface PrinterParts {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly paint: Paint;
  readonly isJson: () => boolean;
}

export function createPrinter({ stdout, stderr, paint, isJson }: PrinterParts): Printer {
  const line = (text: string) => void stdout.write(`${text}\n`);
  return {
    paint,
    stdout,
    isJson,
    answer: (value, forPeople) => line(isJson() ? toJson(value, 2) : forPeople()),
    row: (value, forPeople) => line(isJson() ? toJson(value) : forPeople()),
    note(text) {
      if (!isJson()) stderr.write(`${text}\n`);
    },
  };
}

/** JSON may hold the control characters above ASCII as they are, and terminals obey them. */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(
    /[\u007f-\u009f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
