/** The box's address in its own hotspot. The image's networkd gives out the others (71-moodbox-hotspot.network). */
export const HOTSPOT_ADDRESS = '192.168.4.1';
/** Where the process that serves the page listens; it has no right to ports 80 and 53, which the daemon may hold as well. */
export const HOTSPOT_PORTS = { http: 8053, dns: 5300 } as const;
/** The name of our table in nftables. */
export const FENCE = 'moodbox_hotspot';

/**
 * Rules of nftables for the interface of the hotspot: its visitors reach the set-up page and DNS, and nothing else of the box, least of all
 * the daemon's page, its broker or SSH. Nothing is passed on to other networks.
 */
export const fenceRules = (name: string): string => `table inet ${FENCE} {
  chain redirected {
    type nat hook prerouting priority dstnat;
    iifname "${name}" tcp dport 80 redirect to :${HOTSPOT_PORTS.http}
    iifname "${name}" udp dport 53 redirect to :${HOTSPOT_PORTS.dns}
  }
  chain received {
    type filter hook input priority filter;
    iifname "${name}" udp dport { 67, ${HOTSPOT_PORTS.dns} } accept
    iifname "${name}" tcp dport ${HOTSPOT_PORTS.http} accept
    iifname "${name}" drop
  }
  chain passed {
    type filter hook forward priority filter;
    iifname "${name}" drop
  }
}
`;
