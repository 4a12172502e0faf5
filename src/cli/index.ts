#!/usr/bin/env node
import { run } from './run';

// Not `process.exit`: what is still being written has to get out first.
process.exitCode = await run(process);
