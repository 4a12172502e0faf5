import { toast } from 'sonner';
import type { Alias } from '../../../shared/domain/alias';
import type { ApiError } from '../../../shared/domain/event';
import { useApp } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { settle } from '../../lib/settle';
import { planChange } from './change-alias';

export interface AliasChange {
  readonly from: Alias | null;
  readonly to: Alias | null;
  /** What is said when it is done. */
  readonly said: string;
}

/** Changes an alias at once and offers the way back. Gives why it was refused. */
export function useAliasChange(): (change: AliasChange) => Promise<ApiError | null> {
  const { bridge, replica } = useApp();

  async function apply(from: Alias | null, to: Alias | null): Promise<ApiError | null> {
    if (from !== null && to !== null && from.id === to.id) {
      replica.aliases.patch((all) => all.map((alias) => (alias.id === to.id ? to : alias)));
    }
    let refusal: ApiError | null = null;
    for (const step of planChange(from, to)) {
      const done =
        step.kind === 'put'
          ? await settle(bridge.aliases.put(step.put))
          : await settle(bridge.aliases.delete({ id: step.id }));
      if (done.ok) continue;
      refusal = done.error;
      break;
    }
    await replica.aliases.refresh();
    return refusal;
  }

  return async ({ from, to, said }) => {
    const refusal = await apply(from, to);
    if (refusal !== null) return refusal;
    const onClick = () =>
      void apply(to, from).then((failed) => {
        if (failed !== null) toast.error(failed.message);
      });
    toast(said, {
      id: `alias ${to?.id ?? from?.id}`,
      action: { label: messages.actions.undo, onClick },
    });
    return null;
  };
}
