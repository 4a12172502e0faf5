import { ListFilter } from 'lucide-react';
import { MenuItem } from '../../components/menu';
import { useApp, useResource } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { putTerm, writeTerm } from '../../lib/request-query';
import { SubMenu, ToolbarMenu } from './toolbar-menu';
import { useFilter } from './use-filter';

const words = messages.requests;

interface Choice {
  readonly label: string;
  readonly term: string;
}

const STATUSES = (['running', 'ok', 'error', 'aborted', 'interrupted'] as const).map((status) => ({
  label: words.status[status],
  term: `status:${status}`,
}));
const SPANS: readonly Choice[] = [
  { label: words.choices.lastHour, term: 'since:1h' },
  { label: words.choices.lastDay, term: 'since:24h' },
  { label: words.choices.lastWeek, term: 'since:7d' },
];
const COSTS: readonly Choice[] = [
  { label: words.choices.costs, term: 'cost>0' },
  { label: words.choices.costsCent, term: 'cost>0.01' },
];
const TIMES: readonly Choice[] = [
  { label: words.choices.slow, term: 'time>5s' },
  { label: words.choices.verySlow, term: 'time>30s' },
];

function yesOrNo(field: string): readonly Choice[] {
  return [
    { label: words.choices.yes, term: `${field}:yes` },
    { label: words.choices.no, term: `${field}:no` },
  ];
}

/** Writes the query for those who do not know its words yet. */
export function FilterMenu() {
  const { replica } = useApp();
  const { filter, ask } = useFilter();
  const providers = useResource(replica.providers).value ?? [];
  const tokens = useResource(replica.agentTokens).value ?? [];
  const aliases = useResource(replica.aliases).value ?? [];
  const inUse = providers.filter(({ configured, key_count }) => configured || key_count > 0);
  const groups = [
    { label: words.filters.status, choices: STATUSES },
    {
      label: words.filters.provider,
      choices: inUse.map(({ id, name }) => ({ label: name, term: writeTerm('provider', id) })),
    },
    {
      label: words.filters.token,
      choices: tokens.map(({ name }) => ({ label: name, term: writeTerm('token', name) })),
    },
    {
      label: words.filters.alias,
      choices: aliases.map(({ id }) => ({ label: id, term: writeTerm('alias', id) })),
    },
    { label: words.filters.since, choices: SPANS },
    { label: words.filters.cost, choices: COSTS },
    { label: words.filters.time, choices: TIMES },
    { label: words.filters.fallback, choices: yesOrNo('fallback') },
    { label: words.filters.recorded, choices: yesOrNo('recorded') },
  ];
  return (
    <ToolbarMenu icon={<ListFilter aria-hidden />} label={words.addFilter}>
      {groups.map(
        ({ label, choices }) =>
          choices.length > 0 && (
            <SubMenu key={label} label={label}>
              {choices.map((choice) => (
                <MenuItem key={choice.term} onSelect={() => ask(putTerm(filter, choice.term))}>
                  <span className="truncate">{choice.label}</span>
                </MenuItem>
              ))}
            </SubMenu>
          ),
      )}
    </ToolbarMenu>
  );
}
