import { DefaultNamingStrategy, type Table } from 'typeorm';

const snakeCase = (name: string): string =>
  name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

/**
 * Table and column names in singular snake_case, and a telling name for every constraint
 * (`pk_ fk_ uq_ ix_`), so that a violation names the rule that was broken.
 */
export class SnakeCaseNaming extends DefaultNamingStrategy {
  override tableName(className: string, givenName: string | undefined): string {
    return givenName ?? snakeCase(className);
  }

  override columnName(property: string, givenName: string | undefined): string {
    return givenName ?? snakeCase(property);
  }

  override primaryKeyName(table: Table | string): string {
    return `pk_${this.bareName(table)}`;
  }

  override uniqueConstraintName(table: Table | string, columns: string[]): string {
    return `uq_${this.bareName(table)}_${columns.join('_')}`;
  }

  override foreignKeyName(table: Table | string, columns: string[]): string {
    return `fk_${this.bareName(table)}_${columns.join('_')}`;
  }

  override indexName(table: Table | string, columns: string[]): string {
    return `ix_${this.bareName(table)}_${columns.join('_')}`;
  }

  private bareName(table: Table | string): string {
    return this.getTableName(table).split('.').at(-1) ?? '';
  }
}
