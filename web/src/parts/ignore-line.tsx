import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BankLine } from '../api-types';
import { withThousands } from './amount';
import { ReasonDialog } from './reason-dialog';

interface Props {
  readonly line: Pick<BankLine, 'id' | 'book' | 'on' | 'left'>;
}

/** Says of a line that no entry belongs to it, and why. */
export function IgnoreLine({ line: { id, book, on, left } }: Props) {
  const { t } = useTranslation();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button
        size="small"
        aria-label={`${t('bank.ignore')} ${on} ${withThousands(left)}`}
        onClick={() => {
          setIsAsking(true);
        }}
      >
        {t('bank.ignore')}
      </Button>
      {isAsking && (
        <ReasonDialog
          title={t('bank.ignoreTitle')}
          okText={t('bank.ignore')}
          path={`/api/v1/bank-lines/${id}/ignore`}
          book={book}
          onClose={() => {
            setIsAsking(false);
          }}
        />
      )}
    </>
  );
}
