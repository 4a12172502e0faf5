import type { ChangePlan, PlannedChange } from '../../shared/domain/change-plan';
import type { Cli } from '../cli';
import { formatValue } from './format';

const SIGNS = { add: '+', change: '~', remove: '-' } as const;

/** What a restore or an import changes, one thing a line, its fields below it. */
export function showPlan({ print }: Cli, plan: ChangePlan): void {
  print.answer(plan, () => {
    const lines = plan.changes.flatMap(describeChange);
    const notices = plan.notices.map((notice) => `! ${formatValue(notice)}`);
    return [...lines, ...notices, describeEnd(plan)].join('\n');
  });
}

function describeChange({ thing, action, name, fields }: PlannedChange): string[] {
  const title = `${SIGNS[action]} ${thing.replace('_', ' ')} ${formatValue(name)}`;
  return [
    title,
    ...fields.map(({ field, from, to }) => `    ${field}: ${formatValue(from)} → ${formatValue(to)}`),
  ];
}

function describeEnd({ applied, changes }: ChangePlan): string {
  if (changes.length === 0) return 'Nothing to change: everything is as the file says.';
  const count = changes.length === 1 ? '1 change' : `${changes.length} changes`;
  return applied
    ? `${count} made. "spidergate backup undo" takes ${changes.length === 1 ? 'it' : 'them'} back.`
    : `${count}, none of them made yet.`;
}
