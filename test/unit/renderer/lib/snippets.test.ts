import { describe, expect, it } from 'vitest';
import {
  shortenUrl,
  writeAiSdk,
  writeBaseUrl,
  writeCurl,
  writeJavaScript,
  writeOpenCode,
  writePython,
} from '../../../../src/renderer/lib/snippets';

const call = { baseUrl: 'http://127.0.0.1:7743/v1', token: 'spideriq_pat_x', model: 'agent/chat' };

describe('writeCurl', () => {
  it('sends a body that is JSON, to the path of the Gateway API', () => {
    const command = writeCurl(call);
    const body = /-d '(.*)'$/.exec(command)?.[1] ?? '';
    expect(JSON.parse(body)).toMatchObject({ model: 'agent/chat', messages: [{ role: 'user' }] });
    expect(command.startsWith('curl http://127.0.0.1:7743/v1/chat/completions \\\n')).toBe(true);
  });

  it('does not let a quote in a model name end the body early', () => {
    expect(writeCurl({ ...call, model: "it's" })).toContain(`"model":"it'\\''s"`);
  });
});

describe('what goes into a file', () => {
  it('is a configuration that OpenCode can read, whatever the model is called', () => {
    const model = 'client:acme/"odd"';
    expect(JSON.parse(writeOpenCode({ ...call, model }))).toMatchObject({
      provider: {
        spidergate: { options: { baseURL: call.baseUrl, apiKey: call.token }, models: { [model]: {} } },
      },
    });
  });

  it('does not let a quote in a model name end the text of a program early', () => {
    for (const write of [writePython, writeJavaScript, writeAiSdk]) {
      expect(write({ ...call, model: 'a"b' })).toContain('"a\\"b"');
    }
  });
});

describe('addresses', () => {
  it('do not get a double slash from an address that ends in one', () => {
    expect(writeBaseUrl('http://127.0.0.1:7743/')).toBe('http://127.0.0.1:7743/v1');
    expect(shortenUrl('http://127.0.0.1:7743/')).toBe('127.0.0.1:7743');
  });
});
