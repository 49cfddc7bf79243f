import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import mark from '../mark.svg';
import { Preferences } from './preferences';

interface Props {
  readonly title: string;
  readonly isWide?: boolean;
  /** Beside the card. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of the pages before anybody is signed in: one card, the product's name, switches. */
export function Entrance({ title, isWide = false, aside, children }: Props) {
  const { t } = useTranslation();
  return (
    <div className="entrance">
      <header className="bar">
        <img src={mark} alt="" width={28} height={28} />
        <strong className="bar-name">{t('product')}</strong>
        <Preferences />
      </header>
      <main className="entrance-cards">
        <section className={isWide ? 'card is-wide' : 'card'}>
          <h1>{title}</h1>
          {children}
        </section>
        {aside}
      </main>
    </div>
  );
}
