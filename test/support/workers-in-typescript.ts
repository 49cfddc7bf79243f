import { join } from 'node:path';
import workers from 'node:worker_threads';

const COMPILER = join(__dirname, 'compile-workers.cjs');

/** Lets tests start the threads of the sources, which are TypeScript here and compiled where they run. */
class WorkerInTypeScript extends workers.Worker {
  constructor(file: string, options: workers.WorkerOptions = {}) {
    super(file, file.endsWith('.ts') ? { ...options, execArgv: ['--require', COMPILER] } : options);
  }
}

// The module is that of the process, which has run other test files before.
if (workers.Worker.name !== WorkerInTypeScript.name) workers.Worker = WorkerInTypeScript;
