import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUnambiguous, reuseText } from '../../../src/main/gateway/reuse-text';

const named = (model: string) => fc.record({ model: fc.constant(model) });
const fields = fc.dictionary(
  fc.oneof(
    fc.constantFrom('messages', 'n', 'model', 'max_tokens', '"model"', 'a\\b', 'a\\', ':', 'constructor'),
    fc.string(),
  ),
  fc.jsonValue({ maxDepth: 3 }),
  { noNullPrototype: true },
);
/** As it is once it has been a text: without -0. */
const asSent = (value: unknown) => JSON.parse(JSON.stringify(value));
const spaces = fc.constantFrom(undefined, 1, '\t');

describe('the text of a request, used again', () => {
  it('says of any request what the body with another model and further fields says, or gives up', () => {
    const request = fc.tuple(fields, named('spideriq/coding'), fc.boolean()).map(([one, two, isFirst]) => {
      const { model: _, ...rest } = one;
      return isFirst ? { ...two, ...rest } : { ...rest, ...two };
    });
    fc.assert(
      fc.property(request.map(asSent), fields.map(asSent), spaces, (known, more, space) => {
        const text = JSON.stringify(known, null, space);
        const wanted = { ...more, ...known, model: 'vendor/"the" model\\' };
        if (!isUnambiguous(text, known)) return;
        const reused = reuseText(text, known, wanted);
        expect(reused === null ? wanted : JSON.parse(reused)).toEqual(wanted);
      }),
      { numRuns: 1000 },
    );
  });

  it('changes nothing but the model', () => {
    const text =
      '{ "messages": [{"role":"user","content":"the \\"model\\" 1.0 \\u00e9 é"}],\n "model" : "a", "n":1.0 }';
    const known = JSON.parse(text);
    expect(isUnambiguous(text, known)).toBe(true);
    expect(reuseText(text, known, { ...known, model: 'b/c' })).toBe(text.replace('"a"', '"b/c"'));
  });

  it('is given up where a field is left out, or is another', () => {
    const text = '{"model":"a","n":1,"stop":["x"]}';
    const known = JSON.parse(text);
    expect(reuseText(text, known, { model: 'b', n: 1 })).toBeNull();
    expect(reuseText(text, known, { model: 'b', n: 2, stop: known.stop })).toBeNull();
    expect(reuseText(text, known, { model: 'b', n: 1, stop: ['x'] })).toBeNull();
    expect(reuseText('{}', {}, { model: 'b' })).toBeNull();
  });

  it('leaves the model of an answer alone that has none', () => {
    const text = '{"meta":{"model":"x"},"model":null}';
    expect(reuseText(text, JSON.parse(text), { meta: {}, model: 'b' })).toBeNull();
  });

  // Of two limits the provider might go by the one that nobody set aside money for.
  it.each([
    ['a field that is there twice', '{"model":"a","max_tokens":1000000,"max_tokens":10}'],
    ['the same with a space', '{"model":"a","max_tokens" :1000000,"max_tokens":10}'],
    ['the same, once spelled out', '{"model":"a","max\\u005ftokens":1000000,"max_tokens":10}'],
    ['the same, and a name that ends in a backslash', '{"model":"a","n":1,"n":2,"x\\\\":1}'],
    [
      'one that is there twice further inside',
      '{"model":"a","messages":[{"content":"long","content":"hi"}]}',
    ],
    ['a model that is there twice', '{"model":"b","model":"a"}'],
    ['a model that is spelled out, and one further inside', '{"\\u006dodel":"a","tools":[{"model":"a"}]}'],
    ['a byte order mark', '\ufeff{"model":"a"}'],
  ])('is not trusted with %s', (_, text) => {
    expect(isUnambiguous(text, JSON.parse(text.replace('\ufeff', '')))).toBe(false);
  });

  it('is not trusted with any field of any request that is there twice', () => {
    fc.assert(
      fc.property(fields, fc.nat(), spaces, (more, which, space) => {
        const known = asSent({ ...more, model: 'a' });
        const text = JSON.stringify(known, null, space);
        // Where a field begins: after a brace or a comma that no text holds.
        const plain = text.replace(/"(?:[^"\\]|\\.)*"/g, (found) => '_'.repeat(found.length));
        const starts = [...plain.matchAll(/_+(?=\s*:)/g)].map(({ index }) => index);
        const start = starts[which % starts.length] ?? 0;
        const name = /"(?:[^"\\]|\\.)*"/y;
        name.lastIndex = start;
        const doubled = `${text.slice(0, start)}${name.exec(text)?.[0]} : 1, ${text.slice(start)}`;
        expect(JSON.parse(doubled)).toEqual(known);
        expect(isUnambiguous(doubled, JSON.parse(doubled))).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes no longer for very many fields than reading them does', () => {
    const text = JSON.stringify(
      Object.fromEntries([
        ['model', 'a'],
        ...Array.from({ length: 200_000 }, (_, index) => [`k${index}`, 1]),
      ]),
    );
    const body = JSON.parse(text);
    const begun = performance.now();
    expect(isUnambiguous(text, body)).toBe(true);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});
