import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dropTerm,
  EVERY_REQUEST,
  matchesFilter,
  putTerm,
  readQuery,
  toLogFilters,
  writeTerm,
} from '../../../../src/renderer/lib/request-query';
import { requestListRequest } from '../../../../src/shared/ipc/requests';
import { makeRequest } from '../make-request';

const NOW = Date.UTC(2026, 10, 22, 12);
const read = (query: string) => readQuery(query, NOW);
const ask = (query: string) => toLogFilters(read(query));

describe('readQuery', () => {
  it('reads fields and leaves the rest as words', () => {
    expect(ask('status:failed provider:Groq token:"CI bot" cost>0.01 time>2s gpt oss')).toEqual({
      status: 'error',
      provider: 'groq',
      token: 'CI bot',
      min_cost_usd: 0.01 + 1e-9,
      min_latency_ms: 2000,
      q: 'gpt oss',
    });
  });

  it('does not take the colon of a model or an address for a field', () => {
    expect(ask('z-ai/glm:free')).toEqual({ q: 'z-ai/glm:free' });
    expect(ask('http://example.test')).toEqual({ q: 'http://example.test' });
    expect(ask('constructor:x')).toEqual({ q: 'constructor:x' });
  });

  it('leaves out a value that means nothing, and says so', () => {
    const filter = read('status:strange cost>much');
    expect(filter.terms.map(({ condition }) => condition)).toEqual([null, null]);
    expect(toLogFilters(filter)).toEqual({});
  });

  it('counts from now on the way back', () => {
    expect(ask('since:24h')).toEqual({ from: new Date(NOW - 86_400_000).toISOString() });
  });

  it('leaves out a time that no calendar has, instead of failing', () => {
    const filter = read('since:999999999999d');
    expect(filter.terms.map(({ condition }) => condition)).toEqual([null]);
  });

  it('takes what is blank for no filter at all, in quotes as well', () => {
    expect(read('   ')).toBe(EVERY_REQUEST);
    expect(read('"  ')).toBe(EVERY_REQUEST);
  });

  it('never asks the log for something it refuses, whatever was typed', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom(
        'status:ok',
        'cost>',
        'cost>-1',
        'time<9d',
        'since:1e9',
        'since:+123456',
        'since:9999999999d',
        '"',
        'token:""',
        'first>1s',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const filters = ask(pieces.join(' ').slice(0, 400));
        expect(requestListRequest.safeParse(filters).error?.issues ?? []).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('changing a query by its chips', () => {
  it('replaces a term about the same, keeps the words and puts quotes where there are blanks', () => {
    const filter = read('status:ok hello');
    expect(putTerm(filter, 'status:error')).toBe('status:error hello');
    expect(putTerm(filter, writeTerm('token', 'CI bot'))).toBe('status:ok token:"CI bot" hello');
    expect(dropTerm(filter, 'status:ok')).toBe('hello');
    expect(dropTerm(filter, null)).toBe('status:ok');
  });
});

describe('matchesFilter', () => {
  const row = makeRequest({
    id: 'req_1',
    second: 1,
    provider: 'groq',
    key: 'groq · personal',
    model: 'openai/gpt-oss-120b',
    token: 'CI-bot',
    cost_usd: 0,
    total_ms: 900,
  });

  it.each([
    'GROQ',
    'gpt-oss',
    'ci-bot',
    'req_1',
    ' groq ',
    'status:ok',
    'model:gpt-oss-120b',
    'token:ci-bot',
    'key:personal',
    'time<1s',
    'fallback:no',
  ])('finds it by "%s"', (query) => {
    expect(matchesFilter(row, read(query))).toBe(true);
  });

  it.each(['cost>0', 'time>1s', 'provider:groqq', 'key:groq', 'recorded:yes', 'status:error', 'since:1ms'])(
    'does not find it by "%s"',
    (query) => {
      expect(matchesFilter(row, readQuery(query, NOW + 60_000))).toBe(false);
    },
  );

  it('does not fail on a row that has no provider yet', () => {
    const running = makeRequest({ id: 'x', second: 1, provider: null, total_ms: null });
    expect(matchesFilter(running, read('groq'))).toBe(false);
    expect(matchesFilter(running, read('time<1s'))).toBe(false);
  });
});
