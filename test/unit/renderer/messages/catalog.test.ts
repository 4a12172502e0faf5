import { describe, expect, it } from 'vitest';
import { chooseMessages, type Messages } from '../../../../src/renderer/messages/catalog';
import { english } from '../../../../src/renderer/messages/en';
import { createPlural } from '../../../../src/renderer/messages/plural';

const german: Messages = { ...english, locale: 'de-DE', loading: 'Lädt' };

describe('the language of the window', () => {
  it('is the first of the person that there are words in', () => {
    const catalogs = { en: english, de: german };
    expect(chooseMessages(['fr-FR', 'de-AT', 'en'], catalogs).loading).toBe('Lädt');
    expect(chooseMessages(['en-GB', 'de'], catalogs).loading).toBe('Loading');
  });

  it('is English where there are none, and for the name of something every object has', () => {
    expect(chooseMessages([], {}).locale).toBe('en-US');
    expect(chooseMessages(['constructor', 'toString']).locale).toBe('en-US');
  });

  it('counts by the rules of the language, not by those of English', () => {
    const polish = createPlural('pl');
    const forms = { one: 'klucz', few: 'klucze', other: 'kluczy' };
    expect([1, 2, 5, 22].map((count) => polish(count, forms))).toEqual([
      '1 klucz',
      '2 klucze',
      '5 kluczy',
      '22 klucze',
    ]);
    expect(createPlural('en-US')(1200, { one: 'key', other: 'keys' })).toBe('1,200 keys');
  });

  it('never shouts', () => {
    const texts: string[] = [];
    JSON.stringify(english, (_key, value) => {
      if (typeof value === 'string') texts.push(value);
      return value;
    });
    expect(texts.length).toBeGreaterThan(300);
    expect(texts.filter((text) => /!|\boops\b|\p{Extended_Pictographic}/iu.test(text))).toEqual([]);
  });
});
