import { expect, it } from 'vitest';
import { createTransportError } from '../../../src/main/transport/failures';
import { ResponseBody } from '../../../src/main/transport/response-body';

const source = { pause: () => {}, resume: () => {}, cancel: () => {} };
const bytes = (text: string) => new TextEncoder().encode(text);

it('gives a body that is all there at once, and only once', async () => {
  const body = new ResponseBody(source);
  body.push(bytes('a'));
  body.push(bytes('b'));
  body.end();
  expect(body.takeWhole()).toEqual([bytes('a'), bytes('b')]);
  expect(await body.next()).toEqual({ done: true, value: undefined });
});

it('does not give what is still coming, was begun to be read, or broke off, for the whole', async () => {
  const coming = new ResponseBody(source);
  coming.push(bytes('a'));
  expect(coming.takeWhole()).toBeNull();
  coming.push(bytes('b'));
  await coming.next();
  coming.end();
  expect(coming.takeWhole()).toBeNull();

  const broken = new ResponseBody(source);
  broken.push(bytes('a'));
  broken.fail(createTransportError('reset', 'host'));
  expect(broken.takeWhole()).toBeNull();
  expect(await broken.next()).toEqual({ done: false, value: bytes('a') });
  await expect(broken.next()).rejects.toMatchObject({ kind: 'reset' });
});
