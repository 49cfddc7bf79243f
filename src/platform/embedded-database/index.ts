export { defaultDataFolder } from './default-data-folder';
export {
  openEmbeddedDatabase,
  type EmbeddedDatabase,
  type EmbeddedDatabaseOptions,
} from './embedded-database';
export { EmbeddedDatabaseError } from './embedded-database-error';
