/** What a stream is called in the history, on MQTT and in a taste: its address without the name and the password in it. */
export function streamId(address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url.href;
}
