import { SankeyChart } from 'echarts/charts';
import { AriaComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

use([SankeyChart, AriaComponent, TooltipComponent, SVGRenderer]);

interface Flow {
  readonly source: string;
  readonly target: string;
  readonly value: number;
}

interface Props {
  /** What it shows, in words, for those who do not see it. */
  readonly label: string;
  readonly nodes: readonly string[];
  readonly flows: readonly Flow[];
}

/** Money as bands from where it came to where it went; the table beside it says the same. */
export function FlowChart({ label, nodes, flows }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current === null) return undefined;
    const chart = init(place.current, undefined, { renderer: 'svg' });
    chart.setOption({
      animation: false,
      aria: { enabled: true, label: { description: label } },
      tooltip: { trigger: 'item' },
      series: [
        {
          type: 'sankey',
          draggable: false,
          nodeGap: 14,
          layoutIterations: 0,
          data: nodes.map((name) => ({ name })),
          links: flows.map((flow) => ({ ...flow })),
          label: { fontSize: 12, color: getComputedStyle(place.current).color },
          lineStyle: { color: 'gradient', opacity: 0.4 },
        },
      ],
    });
    const follow = new ResizeObserver(() => {
      chart.resize();
    });
    follow.observe(place.current);
    return () => {
      follow.disconnect();
      chart.dispose();
    };
  }, [label, nodes, flows]);
  return <div ref={place} className="flow-chart" role="img" aria-label={label} />;
}
