/** What the limits of tokens and workspaces are, in one line each. */
export const LIMIT_HELP: Readonly<Record<string, string>> = {
  rpm_limit: 'requests per minute',
  rpd_limit: 'requests per day',
  tpm_limit: 'tokens per minute',
  parallel_limit: 'requests at the same time',
  budget_usd: 'most it may spend per window, in USD',
  budget_window: 'how long that is for',
  budget_action: 'what happens at the end of the budget',
  monthly_budget_usd: 'the same as --budget-usd with --budget-window month',
  credential_enabled: 'whether its client credential works',
};
