export { LawFirmsController } from './law-firms.controller';
export { LegalRecordsController } from './legal-records.controller';
