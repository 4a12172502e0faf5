import { element } from './elements';

interface Tab {
  readonly name: string;
  /** Fills the panel. */
  readonly open: (panel: HTMLElement) => void;
  /** What is in it stays while another one is looked at; else it begins anew each time. */
  readonly isKept: boolean;
}

interface Tabs {
  readonly elements: readonly HTMLElement[];
  /** Opens the first; to be called once they are in the page, or nothing in it could be focused. */
  begin(): void;
}

/** Tabs with a panel each, by pointer and by arrow keys. */
export function makeTabs(label: string, tabs: readonly Tab[]): Tabs {
  const parts = tabs.map((tab, index) => ({ tab, ...makeTab(tab.name, index) }));
  let chosen = 0;
  const choose = (next: number) => {
    chosen = (next + parts.length) % parts.length;
    for (const [index, { button, panel }] of parts.entries()) {
      button.setAttribute('aria-selected', String(index === chosen));
      button.tabIndex = index === chosen ? 0 : -1;
      panel.hidden = index !== chosen;
    }
    const { tab, panel } = parts[chosen] ?? {};
    if (tab && panel && (!tab.isKept || panel.childElementCount === 0)) tab.open(panel);
  };
  const buttons = parts.map(({ button }) => button);
  for (const [index, button] of buttons.entries()) button.addEventListener('click', () => choose(index));
  const list = element('div', { role: 'tablist', class: 'tabs', 'aria-label': label }, ...buttons);
  list.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    choose(chosen + step);
    buttons[chosen]?.focus();
  });
  return { elements: [list, ...parts.map(({ panel }) => panel)], begin: () => choose(0) };
}

function makeTab(name: string, index: number) {
  const [tab, panel] = [`tab-${index}`, `panel-${index}`];
  return {
    button: element('button', { type: 'button', role: 'tab', id: tab, 'aria-controls': panel }, name),
    panel: element('div', { class: 'card', role: 'tabpanel', id: panel, 'aria-labelledby': tab }),
  };
}
