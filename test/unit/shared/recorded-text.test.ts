import { describe, expect, it } from 'vitest';
import { readAnswer, readMessages } from '../../../src/shared/recorded-text';

describe('what a person reads in a recording', () => {
  it('puts the pieces of a stream together, so that a word cut in two is found', () => {
    const chunk = (content: string) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;
    const text = `: waiting\n\n${chunk('rhino')}${chunk('ceros')}data: [DONE]\n\n`;
    expect(readAnswer(text, 'stream')).toBe('rhinoceros');
  });

  it('reads texts among pictures, and tool calls', () => {
    const content = [
      { type: 'text', text: 'look' },
      { type: 'image_url', image_url: { url: 'data:…' } },
    ];
    const tool_calls = [{ function: { name: 'search', arguments: '{"q":"x"}' } }];
    const body = JSON.stringify({
      messages: [
        { role: 'user', content },
        { role: 'assistant', content: null, tool_calls },
      ],
    });
    expect(readMessages(body)).toEqual([
      { role: 'user', text: 'look\n[image_url]' },
      { role: 'assistant', text: 'search{"q":"x"}' },
    ]);
  });

  it.each(['', '{"model":"cut off', 'null', '{"choices":[]}', '[1]'])('reads nothing out of %j', (text) => {
    expect(readMessages(text)).toEqual([]);
    expect(readAnswer(text, 'json')).toBe('');
    expect(readAnswer(`data: ${text}\n\n`, 'stream')).toBe('');
  });

  it('says why there was no answer', () => {
    expect(readAnswer('{"error":{"message":"No provider could answer."}}', 'json')).toBe(
      'No provider could answer.',
    );
  });
});
