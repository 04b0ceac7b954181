// What Thunderbird's own windows call, for a test to call: the body of an async function of (command, arguments).
const { CardDAVUtils } = ChromeUtils.importESModule("resource:///modules/CardDAVUtils.sys.mjs");
const { CardDAVDirectory } = ChromeUtils.importESModule("resource:///modules/CardDAVDirectory.sys.mjs");
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const { VCardUtils } = ChromeUtils.importESModule("resource:///modules/VCardUtils.sys.mjs");
const { setTimeout } = ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");

const pause = () => new Promise(resolve => setTimeout(resolve, 50));

const bookOf = user =>
  MailServices.ab.directories.find(
    book => book.getStringValue("carddav.url", "").endsWith(`/addressbooks/${user}/contacts/`)
  );

const cardOf = (user, uid) => bookOf(user).childCards.find(card => card.UID == uid);

const commands = {
  async connect(server, user, password) {
    const found = [];
    for (const book of await CardDAVUtils.detectAddressBooks(user, password, server, false)) {
      const directory = await book.create();
      while (!directory.getStringValue("carddav.token", "")) {
        await pause();
      }
      found.push({ url: String(book.url), writable: !directory.readOnly });
    }
    return found;
  },
  async sync(user) {
    await CardDAVDirectory.forFile(bookOf(user).fileName).syncWithServer();
  },
  async cards(user) {
    return bookOf(user).childCards.map(card => card.getProperty("_vCard", ""));
  },
  async add(user, vCard) {
    bookOf(user).addCard(VCardUtils.vCardToAbCard(vCard));
  },
  async replace(user, uid, from, to) {
    const card = cardOf(user, uid);
    card.setProperty("_vCard", card.getProperty("_vCard", "").replace(from, to));
    bookOf(user).modifyCard(card);
  },
  async delete(user, uid) {
    bookOf(user).deleteCards([cardOf(user, uid)]);
  },
};
