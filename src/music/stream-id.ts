/** The id of a stream in the history, on MQTT and in a taste: its address without user name and password. */
export function streamId(address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url.href;
}
