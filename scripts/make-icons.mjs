// `node scripts/make-icons.mjs`: build/tray.svg and build/icon.svg → the PNGs beside them. Run it after changing a glyph.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Resvg } from '@resvg/resvg-js';

const states = ['working', 'idle', 'attention', 'paused'];
/** Named after the panel the glyph stands on. macOS tints template images itself. */
const looks = [
  { suffix: '-on-light', color: '#181b1f', scales: [1, 1.5, 2] },
  { suffix: '-on-dark', color: '#edeef1', scales: [1, 1.5, 2] },
  { suffix: 'Template', color: '#000000', scales: [1, 2] },
];
const buildDir = path.resolve(import.meta.dirname, '../build');

function render(svg, width) {
  return new Resvg(svg, { fitTo: { mode: 'width', value: width }, font: { loadSystemFonts: false } })
    .render()
    .asPng();
}

function showState(svg, state, color) {
  const style = `<style>[data-state] { display: none } [data-state="${state}"] { display: inline }</style>`;
  return svg.replace('<svg ', `<svg color="${color}" `).replace('<defs>', `${style}<defs>`);
}

function makeTrayImages() {
  const svg = readFileSync(path.join(buildDir, 'tray.svg'), 'utf8');
  mkdirSync(path.join(buildDir, 'tray'), { recursive: true });
  for (const state of states) {
    for (const { suffix, color, scales } of looks) {
      for (const scale of scales) {
        const name = `${state}${suffix}${scale === 1 ? '' : `@${scale}x`}.png`;
        writeFileSync(path.join(buildDir, 'tray', name), render(showState(svg, state, color), 16 * scale));
      }
    }
  }
}

makeTrayImages();
writeFileSync(
  path.join(buildDir, 'icon.png'),
  render(readFileSync(path.join(buildDir, 'icon.svg'), 'utf8'), 512),
);
