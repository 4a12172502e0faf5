import path from 'node:path';
import { expect, test } from 'vitest';
import { CONTENT_SECURITY_POLICY, findAppFile } from '../../../src/main/desktop/app-file';

const root = path.resolve('/opt/spidergate/out/renderer');

test('serves the page and its parts with their types', () => {
  expect(findAppFile(root, 'app://spidergate/')).toEqual({
    file: path.join(root, 'index.html'),
    contentType: 'text/html; charset=utf-8',
  });
  expect(findAppFile(root, 'app://spidergate/assets/index-1.js?v=2#top')?.file).toBe(
    path.join(root, 'assets/index-1.js'),
  );
});

test.each([
  'app://spidergate/..%2fmain/index.js',
  'app://spidergate/%2e%2e%2f%2e%2e%2fsecret.js',
  'app://spidergate/assets/..%5c..%5cmain%5cindex.js',
  'app://spidergate/assets/%00.js',
  'app://spidergate/..%2frenderer-old/index.html',
  'app://spidergate/%E0%A4%A.js',
])('gives nothing for %s', (address) => {
  expect(findAppFile(root, address)).toBeNull();
});

test.each(['app://spidergate/../../main/index.js', 'app://spidergate/%2e%2e/main/index.js'])(
  'dots that the address itself resolves stay inside: %s',
  (address) => {
    expect(findAppFile(root, address)?.file).toBe(path.join(root, 'main/index.js'));
  },
);

test.each([
  'app://elsewhere/index.html',
  'file:///index.html',
  'https://spidergate/index.html',
  'index.html',
])('another origin gets nothing: %s', (address) => {
  expect(findAppFile(root, address)).toBeNull();
});

test('files of unknown kind are not handed out, source maps among them', () => {
  expect(findAppFile(root, 'app://spidergate/assets/index.js.map')).toBeNull();
  expect(findAppFile(root, 'app://spidergate/assets')).toBeNull();
});

test('the policy lets no script in from the document and no connection out', () => {
  const policy = new Map(CONTENT_SECURITY_POLICY.split('; ').map((part) => [part.split(' ')[0], part]));
  expect(policy.get('default-src')).toBe("default-src 'none'");
  expect(policy.get('script-src')).toBe("script-src 'self'");
  expect(policy.get('connect-src')).toBe("connect-src 'none'");
});
