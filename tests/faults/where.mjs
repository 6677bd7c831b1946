// Faults have a stack of their own beside the one of the tests, with the programs as they are
// shipped. To be imported first: the libraries read where the stack is when they are loaded.
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
process.env.VAR = process.env.FAULTS_VAR || `${resolve(root, process.env.VAR || 'var/test')}-faults`;
process.env.PORT = process.env.FAULTS_PORT || String(Number(process.env.PORT || 18080) + 1);
process.env.BIN = resolve(root, process.env.FAULTS_BIN || 'build/bin');
process.env.DEMO = '0';
process.env.LOGIN_RATE = '1000r/s';
process.env.BUFFER_POOL = '128M';
