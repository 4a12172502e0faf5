import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { misused } from '../failures';
import { parseTime } from './parse-time';

/** Options made from a request's schema, so that a new field is an option the day it exists. */
export interface FieldOptions {
  readonly schema: z.ZodType;
  /** Fields that are given otherwise: secrets, ids, what has an option of its own. */
  readonly omit?: readonly string[];
  /** Field → name of its option, where the field's own would be clumsy. */
  readonly names?: Readonly<Record<string, string>>;
  readonly help?: Readonly<Record<string, string>>;
  /** Where a span such as `7d` points to. */
  readonly spans?: 'past' | 'future';
  readonly now: () => Date;
}

type Kind = 'text' | 'number' | 'flag' | 'list' | 'pairs' | 'time';
type Json = z.core.JSONSchema.BaseSchema;

interface Field {
  readonly name: string;
  readonly kind: Kind;
  readonly nullable: boolean;
  readonly choices: readonly string[];
  /** A day without a time is sent as it is: the app knows the time zone in which it is meant. */
  readonly takesDates: boolean;
}

/** Stands for `null`, which commander would take for an option without a value. */
const NONE = Symbol('none');

const PLACEHOLDERS: Readonly<Record<Kind, string>> = {
  text: '<text>',
  number: '<number>',
  flag: '',
  list: '<a,b>',
  pairs: '<name=value>',
  time: '<time>',
};

export function addFieldOptions(command: Command, options: FieldOptions): Command {
  for (const field of readFields(options)) {
    command.addOption(toOption(field, options));
    if (field.kind === 'flag') command.addOption(new Option(`--no-${optionName(field.name, options)}`));
  }
  return command;
}

/** The request as it was typed, `also` included. Throws what the schema says about it, in words for the command line. */
export function readFieldValues(
  typed: Readonly<Record<string, unknown>>,
  options: FieldOptions,
  also: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const given = readFields(options).flatMap((field) => {
    const value = typed[toOption(field, options).attributeName()];
    return value === undefined ? [] : [[field.name, value === NONE ? null : value] as const];
  });
  const body = { ...Object.fromEntries(given), ...also };
  const result = options.schema.safeParse(body);
  if (result.success) return body;
  throw misused(describeIssue(result.error.issues[0], options));
}

function readFields({ schema, omit = [] }: FieldOptions): readonly Field[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties)
    .filter(([name]) => !omit.includes(name))
    .map(([name, property]) => toField(name, typeof property === 'boolean' ? {} : property));
}

function toField(name: string, property: Json): Field {
  const choices = (property.anyOf ?? [property]).flatMap((choice) =>
    typeof choice === 'boolean' ? [] : [choice],
  );
  const main = choices.find((choice) => typesOf(choice)[0] !== 'null') ?? {};
  return {
    name,
    kind: choices.some(({ format }) => format === 'date-time') ? 'time' : toKind(main),
    nullable: choices.some((choice) => typesOf(choice).includes('null')),
    choices: (itemsOf(main).enum ?? main.enum ?? []).flatMap((value) =>
      typeof value === 'string' ? [value] : [],
    ),
    takesDates: choices.some(({ format }) => format === 'date'),
  };
}

function itemsOf({ items }: Json): Json {
  return typeof items === 'object' && !Array.isArray(items) ? items : {};
}

/** One type, or several beside each other. */
function typesOf({ type }: Json): readonly unknown[] {
  return [type].flat();
}

function toKind(property: Json): Kind {
  const [type] = typesOf(property);
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'boolean') return 'flag';
  if (type === 'array') return 'list';
  return type === 'object' ? 'pairs' : 'text';
}

function optionName(field: string, { names = {} }: FieldOptions): string {
  return names[field] ?? field.replaceAll('_', '-');
}

function toOption(field: Field, options: FieldOptions): Option {
  const { name, kind, nullable, choices } = field;
  const help = [options.help?.[name] ?? '', nullable ? '"none" takes it away' : ''];
  if (kind === 'list' && choices.length > 0) help.push(`of ${choices.join(', ')}`);
  if (kind === 'time')
    help.push(options.spans === 'past' ? 'e.g. 2026-11-01, 24h (ago)' : 'e.g. 2026-12-31, 30d (from now)');
  const option = new Option(
    `--${optionName(name, options)} ${placeholderOf(field)}`.trimEnd(),
    help.filter((part) => part !== '').join('; '),
  );
  if (kind === 'flag') return option;
  return option.argParser((text: string, previous: unknown) =>
    nullable && text === 'none' ? NONE : readValue(text, previous, field, options),
  );
}

function placeholderOf({ kind, choices }: Field): string {
  return kind === 'text' && choices.length > 0 ? `<${choices.join('|')}>` : PLACEHOLDERS[kind];
}

function readValue(text: string, previous: unknown, field: Field, options: FieldOptions): unknown {
  const { kind, choices } = field;
  switch (kind) {
    case 'number':
      if (text.trim() === '' || Number.isNaN(Number(text)))
        throw new InvalidArgumentError('It must be a number.');
      return Number(text);
    case 'list':
      return [
        ...(Array.isArray(previous) ? previous : []),
        ...text.split(',').map((part) => part.trim()),
      ].filter((part) => part !== '');
    case 'pairs':
      return { ...(isObject(previous) ? previous : {}), ...readPair(text) };
    case 'time': {
      if (field.takesDates && /^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
      const time = parseTime(text, options.now(), options.spans ?? 'future');
      if (time === null) throw new InvalidArgumentError('It must be a date, a time or a span such as 7d.');
      return time;
    }
    default:
      if (choices.length > 0 && !choices.includes(text))
        throw new InvalidArgumentError(`It must be one of: ${choices.join(', ')}.`);
      return text;
  }
}

function readPair(text: string): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must look like name=value.');
  return { [text.slice(0, at)]: text.slice(at + 1) };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function describeIssue(issue: z.core.$ZodIssue | undefined, options: FieldOptions): string {
  const field = issue?.path[0];
  const message = issue?.message ?? 'is not valid';
  // Zod says it of what is not there as of what is another thing.
  const isMissing = issue?.code === 'invalid_type' && issue.message.endsWith('received undefined');
  if (isMissing && typeof field === 'string') return `--${optionName(field, options)} is missing.`;
  if (typeof field !== 'string') return `${capitalise(message)}.`;
  const text = /^(?:Invalid|Too|Unrecognized)/.test(message) ? `is wrong: ${message}` : message;
  return `--${optionName(field, options)} ${text}.`;
}

function capitalise(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
