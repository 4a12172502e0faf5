import type { ChangedThing, ChangePlan, PlannedChange } from '../../../../shared/domain/change-plan';
import { MarkedWord } from '../../../components/marks';
import { Note } from '../../../components/notes';
import { messages } from '../../../lib/messages';

const words = messages.backup;
const TONES = { add: 'ok', change: 'info', remove: 'bad' } as const;

/** What a restore or an import does, thing by thing, before it does it. */
export function ChangeList({ plan }: { readonly plan: ChangePlan }) {
  const things = [...new Set(plan.changes.map(({ thing }) => thing))];
  return (
    <div className="flex min-h-0 flex-col gap-3">
      {plan.notices.map((notice) => (
        <Note key={notice} tone="warn">
          {notice}
        </Note>
      ))}
      {plan.changes.length === 0 && <Note tone="ok">{words.nothing}</Note>}
      {things.length > 0 && (
        <section
          aria-label={words.shown}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: so that the arrow keys can scroll it
          tabIndex={0}
          className="max-h-[300px] overflow-y-auto rounded-md border border-line"
        >
          {things.map((thing) => (
            <Changes
              key={thing}
              thing={thing}
              changes={plan.changes.filter((change) => change.thing === thing)}
            />
          ))}
        </section>
      )}
    </div>
  );
}

interface ChangesProps {
  readonly thing: ChangedThing;
  readonly changes: readonly PlannedChange[];
}

function Changes({ thing, changes }: ChangesProps) {
  return (
    <div className="border-line [&+&]:border-t">
      <h3 className="bg-panel px-3 py-1.5 text-label font-medium text-muted">
        {words.things[thing]} · <span className="tabular-nums">{changes.length}</span>
      </h3>
      <ul className="divide-y divide-line">
        {changes.map((change) => (
          <Change key={`${change.action} ${change.name}`} change={change} />
        ))}
      </ul>
    </div>
  );
}

function Change({ change: { thing, action, name, fields } }: { readonly change: PlannedChange }) {
  return (
    <li className="selectable px-3 py-1.5 text-table">
      <div className="flex items-baseline gap-3">
        <span className="min-w-0 grow break-words">
          {thing === 'setting' ? words.settingName(name) : name}
        </span>
        <MarkedWord tone={TONES[action]}>{words.actions[action]}</MarkedWord>
      </div>
      {fields.map(({ field, from, to }) => (
        <div key={field} className="flex gap-2 text-muted">
          {thing !== 'setting' && <span className="shrink-0">{field.replaceAll('_', ' ')}</span>}
          <span className="mono min-w-0 break-all">
            {from ?? '–'} → {to ?? '–'}
          </span>
        </div>
      ))}
    </li>
  );
}
