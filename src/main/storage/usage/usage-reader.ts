import type { Database } from 'better-sqlite3';
import {
  USAGE_GROUPS,
  type UsageGroup,
  type UsageLine,
  type UsageMember,
  type UsageReport,
} from '../../../shared/domain/usage';
import { type Calendar, dayAfter, readDay, writeDay } from '../../../shared/time/calendar';
import type { UsageQuestion, UsageReader } from './types';
import { type CountRow, createNumberMaker, type NumberMaker } from './usage-numbers';
import { createUsageSource, type Selection } from './usage-source';

type Span = Pick<Selection, 'from' | 'to'>;

interface NamedMember {
  readonly id: number;
  readonly name: string;
  readonly label: string;
}

const NOBODY: UsageMember = { id: null, name: null };
const HOUR_MS = 60 * 60_000;

/** Reads the roll-ups; needs no more than a read-only connection. */
export function createUsageReader(parts: {
  readonly database: Database;
  readonly calendar: Calendar;
}): UsageReader {
  const { database, calendar } = parts;
  const source = createUsageSource(database);
  const numbers = createNumberMaker();
  const findById = database
    .prepare<[string, string], number>('SELECT id FROM usage_members WHERE dimension = ? AND name = ?')
    .pluck();
  const findByLabel = database
    .prepare<[string, string], number>('SELECT id FROM usage_members WHERE dimension = ? AND label = ?')
    .pluck();
  const listMembers = database.prepare<[string], NamedMember>(
    'SELECT id, name, label FROM usage_members WHERE dimension = ?',
  );

  function readFilters(question: UsageQuestion): Selection['filters'] {
    const given = USAGE_GROUPS.flatMap((dimension) => {
      const name = question[dimension];
      if (name === undefined) return [];
      // An id is one thing only; names are the users' and may look like somebody else's id.
      const byId = findById.all(dimension, name);
      return [[dimension, byId.length > 0 ? byId : findByLabel.all(dimension, name)] as const];
    });
    return new Map(given);
  }

  function nameMembers(groupBy: UsageGroup | null): (member: number) => UsageMember | null {
    if (groupBy === null) return () => null;
    const names = new Map(listMembers.all(groupBy).map((member) => [member.id, toMember(member)]));
    return (member) => names.get(member) ?? NOBODY;
  }

  return {
    read(question): UsageReport {
      const span = toSpan(question, calendar);
      const groupBy = question.group_by ?? null;
      const rows = source({
        ...span,
        bucket: question.bucket,
        groupBy,
        filters: readFilters(question),
      });
      const memberOf = nameMembers(groupBy);
      const show = remember(question.bucket === 'day' ? writeDay : writeTime);
      return {
        from: show(span.from),
        to: show(span.to),
        bucket: question.bucket,
        group_by: groupBy,
        time_zone: calendar.zone(),
        totals: numbers.together(rows),
        data: rows.map((row) => toLine(row, { show, memberOf, numbersOf: numbers.of })),
      };
    },
  };
}

interface LineParts {
  readonly show: (start: number) => string;
  readonly memberOf: (member: number) => UsageMember | null;
  readonly numbersOf: NumberMaker['of'];
}

function toLine(row: CountRow, { show, memberOf, numbersOf }: LineParts): UsageLine {
  return { start: show(row.start), group: memberOf(row.member), ...numbersOf(row) };
}

/** Buckets that are touched only in part are counted whole. */
function toSpan({ bucket, from, to }: UsageQuestion, calendar: Calendar): Span {
  if (bucket === 'day') {
    return {
      from: isDate(from) ? readDay(from) : calendar.dayOf(Date.parse(from)),
      to: isDate(to) ? readDay(to) : dayAfter(calendar.dayOf(Date.parse(to) - 1)),
    };
  }
  const moment = (text: string) => (isDate(text) ? calendar.startOf(readDay(text)) : Date.parse(text));
  return { from: calendar.hourOf(moment(from)), to: calendar.hourOf(moment(to) - 1) + HOUR_MS };
}

function isDate(text: string): boolean {
  return text.length === '2026-11-22'.length;
}

function toMember({ name, label }: NamedMember): UsageMember {
  return { id: name, name: label };
}

/** Lines of one bucket come one after the other. */
function remember(write: (start: number) => string): (start: number) => string {
  let last = Number.NaN;
  let text = '';
  return (start) => {
    if (start !== last) text = write(start);
    last = start;
    return text;
  };
}

function writeTime(time: number): string {
  return new Date(time).toISOString();
}
