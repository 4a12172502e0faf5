import type { Database } from 'better-sqlite3';
import {
  USAGE_GROUPS,
  type UsageGroup,
  type UsageMember,
  type UsageReport,
} from '../../../shared/domain/usage';
import { type Calendar, dayAfter, readDay, writeDay } from '../../../shared/time/calendar';
import { createJsonBytes, toBytes } from './json-bytes';
import type { UsageQuestion, UsageReader } from './types';
import { writeLines } from './usage-lines';
import { createUsageSource, type Selection } from './usage-source';
import { createNumberWriter } from './usage-text';

type Span = Pick<Selection, 'from' | 'to'>;

interface NamedMember {
  readonly id: number;
  readonly name: string;
  readonly label: string;
}

const NOBODY: UsageMember = { id: null, name: null };
const HOUR_MS = 60 * 60_000;
const LINE_BYTES = 450;

/** Reads the roll-ups. */
export function createUsageReader(parts: {
  readonly database: Database;
  readonly calendar: Calendar;
}): UsageReader {
  const { database, calendar } = parts;
  const source = createUsageSource(database);
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
    read(question) {
      const span = toSpan(question, calendar);
      const { bucket, group_by: groupBy = null } = question;
      const selection = { ...span, bucket, groupBy, filters: readFilters(question) };
      const show = bucket === 'day' ? writeDay : writeTime;
      const { members, placeOf } = source.readPlaces(selection);
      const heading: Omit<UsageReport, 'data' | 'totals'> = {
        from: show(span.from),
        to: show(span.to),
        bucket,
        group_by: groupBy,
        time_zone: calendar.zone(),
      };
      const buckets = (span.to - span.from) / (bucket === 'day' ? 1 : HOUR_MS);
      const out = createJsonBytes(buckets * members.length * LINE_BYTES);
      out.raw(toBytes(`${JSON.stringify(heading).slice(0, -1)},"data":[`));
      const groups = members.map(nameMembers(groupBy));
      const all = writeLines(out, source.packs(selection), { groups, placeOf, show });
      out.raw(toBytes('],"totals":{'));
      createNumberWriter(out)(all, 0);
      out.raw(toBytes('}'));
      return out.take();
    },
  };
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

function writeTime(time: number): string {
  return new Date(time).toISOString();
}
