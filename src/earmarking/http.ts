export { EarmarkingController } from './earmarking.controller';
export { PublicationController } from './publication.controller';
