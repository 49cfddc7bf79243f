import { StandardSchemaValidationPipe } from '@nestjs/common';
import type { DomainError } from '../../errors';
import { type Fault, faultsOf } from '../json/faults';

/** Checks what comes in against its schema, as it came: nothing is dropped before the schema sees it. */
export class SchemaPipe extends StandardSchemaValidationPipe {
  /** @param refusal what is thrown for the faults */
  constructor(private readonly refusal: (faults: readonly Fault[]) => DomainError) {
    super({ exceptionFactory: (issues) => refusal(faultsOf(issues)) });
  }

  protected override stripProtoKeys(value: unknown): void {
    // A schema would pass over this one member in silence.
    if (typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__')) {
      throw this.refusal([{ pointer: '/__proto__', message: 'is not known here' }]);
    }
  }
}
