import { expect, test } from 'vitest';
import { answerRequest } from '../../../src/main/ipc/answer-request';
import { type IpcHandlers, IpcRefusal } from '../../../src/main/ipc/handler-types';
import { createHandlers } from '../../../src/main/ipc/handlers';
import type { RemoteServices } from '../../../src/main/services/remote';
import { ipcRequests } from '../../../src/shared/ipc/contract';

const pastedKey = 'sk-test-0123456789abcdefghij';

function setUp(handlers: Partial<IpcHandlers>) {
  const lines: string[] = [];
  const log = (fields: object, message: string) => {
    lines.push(JSON.stringify({ ...fields, message }));
  };
  const parts = {
    // A test names the channels it uses.
    handlers: handlers as IpcHandlers,
    toApiError: (failure: unknown) =>
      failure instanceof RangeError
        ? { message: failure.message, type: 'not_found_error', param: null, code: 'not_found' }
        : null,
    describeFailure: (failure: unknown) => ({ failure: failure instanceof Error ? failure.name : '' }),
    log: { info: log, warn: log, error: log },
  };
  return { parts, lines };
}

test('hands the parsed request on, with its defaults filled in', async () => {
  const seen: unknown[] = [];
  const { parts } = setUp({
    'requests:list': (request) => {
      seen.push(request);
      return { data: [], next_cursor: null };
    },
  });
  expect(await answerRequest('requests:list', {}, parts)).toEqual({
    ok: true,
    value: { data: [], next_cursor: null },
  });
  expect(seen).toEqual([{ limit: 100 }]);
});

test('a request that does not fit never reaches the handler, and the answer does not repeat it', async () => {
  const { parts } = setUp({
    'keys:create': () => {
      throw new Error('reached');
    },
  });
  const answer = await answerRequest('keys:create', { provider_name: '', api_key: `${pastedKey} x` }, parts);
  expect(answer).toMatchObject({
    ok: false,
    error: { code: 'invalid_request_error', param: 'provider_name' },
  });
  expect(JSON.stringify(answer)).not.toContain(pastedKey);
});

test('fields nobody asked for are refused', async () => {
  const { parts } = setUp({ 'keys:delete': () => null });
  expect(await answerRequest('keys:delete', { id: 'a', also: 'b' }, parts)).toMatchObject({ ok: false });
});

test('errors of the services come back as values', async () => {
  const { parts, lines } = setUp({
    'requests:get': () => Promise.reject(new RangeError('No such request.')),
  });
  expect(await answerRequest('requests:get', { id: 'req_1' }, parts)).toEqual({
    ok: false,
    error: { message: 'No such request.', type: 'not_found_error', param: null, code: 'not_found' },
  });
  expect(lines).toEqual([]);
});

test('an unexpected error says nothing of itself to the page, and is logged', async () => {
  const { parts, lines } = setUp({
    'status:get': () => {
      throw new TypeError(`cannot read ${pastedKey}`);
    },
  });
  const answer = await answerRequest('status:get', undefined, parts);
  expect(answer).toMatchObject({ ok: false, error: { code: 'internal_error' } });
  expect(JSON.stringify(answer)).not.toContain(pastedKey);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('status:get');
});

function desktopHandlers(keyUrl: string | null) {
  const opened: string[] = [];
  const handlers = createHandlers(
    // Only the key page is asked for.
    { providers: { keyUrl: () => keyUrl } } as unknown as RemoteServices,
    {
      writeClipboard: () => undefined,
      openInBrowser: (url) => {
        opened.push(url);
        return Promise.resolve();
      },
      savePieces: async () => false,
      views: { get: () => [], set: () => undefined },
      saveFile: () => Promise.resolve(false),
      openFile: async () => null,
      takeReplyLink: () => null,
      settings: {
        get: () => {
          throw new Error('not asked here');
        },
        update: () => {
          throw new Error('not asked here');
        },
      },
      theme: { get: () => 'system', set: () => undefined },
    },
  );
  return { handlers, opened };
}

test('every channel of the contract has a handler', () => {
  expect(Object.keys(desktopHandlers(null).handlers).sort()).toEqual(Object.keys(ipcRequests).sort());
});

test('opens the key page of a provider in the browser', async () => {
  const { handlers, opened } = desktopHandlers('https://console.groq.test/keys');
  await handlers['links:open']({ provider_id: 'groq' });
  expect(opened).toEqual(['https://console.groq.test/keys']);
});

test.each([null, 'http://plain.test/', 'file:///etc/passwd', 'javascript:alert(1)', 'not an address'])(
  'opens nothing for %s',
  async (url) => {
    const { handlers, opened } = desktopHandlers(url);
    await expect(handlers['links:open']({ provider_id: 'groq' })).rejects.toBeInstanceOf(IpcRefusal);
    expect(opened).toEqual([]);
  },
);
