export { EarmarkingController } from './earmarking.controller';
