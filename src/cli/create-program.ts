import { Command } from 'commander';
import { version } from '../../package.json';
import type { Cli } from './cli';
import { addAliasCommands } from './commands/aliases';
import { addBackupCommands } from './commands/backup';
import { addConfigCommands } from './commands/config';
import { addGateCommands } from './commands/gate';
import { addKeyCommands } from './commands/keys';
import { addOriginCommands } from './commands/origins';
import { addProviderCommands } from './commands/providers';
import { addRequestCommands } from './commands/requests';
import { addRouteCommands } from './commands/route';
import { addTokenCommands } from './commands/tokens';
import { addUsageCommand } from './commands/usage';
import { addWorkspaceCommands } from './commands/workspaces';

const AFTER = `
Examples:
  spidergate status
  spidergate keys add --provider groq < key.txt
  TOKEN=$(spidergate tokens create --name ci-bot --monthly-budget-usd 5)
  spidergate requests --follow
  spidergate usage --by model --from 7d

Exit codes:
  0  done
  1  SpiderGate answered with an error, or a key failed its test
  2  the command line is wrong
  3  SpiderGate is not running
  4  SpiderGate cannot be talked to
  130  ended with Ctrl-C`;

/** Everything the command line can do. Each resource is in a file of its own. */
export function createProgram(cli: Cli): Command {
  const program = new Command('spidergate')
    .description('Talks to the SpiderGate that runs on this computer.')
    .version(version, '-V, --version')
    .option('--data-dir <folder>', "the app's data dir (also SPIDERGATE_DATA_DIR)")
    .option('--json', 'print what the Control API answers, as JSON')
    .configureHelp({ showGlobalOptions: true })
    // Told once, at the end, in one shape.
    .configureOutput({ outputError: () => undefined })
    .addHelpText('after', AFTER);
  addGateCommands(program, cli);
  addKeyCommands(program, cli);
  addTokenCommands(program, cli);
  addWorkspaceCommands(program, cli);
  addAliasCommands(program, cli);
  addProviderCommands(program, cli);
  addOriginCommands(program, cli);
  addRequestCommands(program, cli);
  addUsageCommand(program, cli);
  addRouteCommands(program, cli);
  addBackupCommands(program, cli);
  addConfigCommands(program, cli);
  return program;
}
