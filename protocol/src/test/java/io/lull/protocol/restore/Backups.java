package io.lull.protocol.restore;

import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.document.SavedWriter;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.WriterLevel;
import io.lull.protocol.writer.WriterMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One backup of three writers, two of which run when it is restored, beside one that was not in it.
 */
public final class Backups {
  public static final HostId ALPHA = new HostId("alpha");
  public static final HostId BETA = new HostId("beta");
  public static final Volume DATA = new Volume(ALPHA, "/srv/data");
  public static final Volume LOGS = new Volume(ALPHA, "/srv/logs");

  /** A database with a tree of components. */
  public static final WriterId DB = new WriterId(ALPHA, "db");

  /** Picked and stored; carries what is below it. */
  public static final ComponentId SHOP = new ComponentId(DB, "shop");

  /** Carried along by SHOP, and may be restored by itself. */
  public static final ComponentId ORDERS = new ComponentId(DB, "shop/orders");

  /** Carried along by SHOP, and may not be restored by itself. */
  public static final ComponentId INDEX = new ComponentId(DB, "shop/index");

  /** Below SHOP, but the writer excludes it. */
  public static final ComponentId CACHE = new ComponentId(DB, "shop/cache");

  /** Mandatory: nobody can pick it and nothing carries it. */
  public static final ComponentId MASTER = new ComponentId(DB, "master");

  /** Picked, but its backup failed. */
  public static final ComponentId ARCHIVE = new ComponentId(DB, "archive");

  /** Could have been picked and was not. */
  public static final ComponentId SCRATCH = new ComponentId(DB, "scratch");

  public static final WriterId MAIL = new WriterId(BETA, "mail");
  public static final ComponentId BOXES = new ComponentId(MAIL, "boxes");

  /** In the backup, but it does not run any more. */
  public static final WriterId WIKI = new WriterId(BETA, "wiki");

  public static final ComponentId PAGES = new ComponentId(WIKI, "pages");

  /** Runs, but was not in the backup. */
  public static final WriterId CHAT = new WriterId(BETA, "chat");

  public static final Incarnation LIFE = new Incarnation(3);

  public static final Map<WriterId, Incarnation> ROSTER = Map.of(DB, LIFE, MAIL, LIFE, CHAT, LIFE);

  private Backups() {}

  public static WriterMetadata db() {
    return metadata(
        DB,
        List.of(
            new Component(SHOP, Set.of(DATA), true, false),
            new Component(ORDERS, Set.of(LOGS), false, true),
            new Component(INDEX, Set.of(DATA), false, false),
            new Component(CACHE, Set.of(DATA), false, true),
            new Component(MASTER, Set.of(DATA), false, false),
            new Component(ARCHIVE, Set.of(DATA), true, false),
            new Component(SCRATCH, Set.of(DATA), true, false)),
        List.of(CACHE));
  }

  public static WriterMetadata simple(ComponentId component) {
    Volume volume = new Volume(component.writer().host(), "/srv/" + component.path());
    return metadata(
        component.writer(),
        List.of(new Component(component, Set.of(volume), true, false)),
        List.of());
  }

  /** What a writer says of itself when it is asked. */
  public static WriterMetadata described(WriterId writer) {
    return writer.equals(DB) ? db() : simple(new ComponentId(writer, "all"));
  }

  public static WriterMetadata metadata(
      WriterId writer, List<Component> components, List<ComponentId> exclusions) {
    return new WriterMetadata(
        writer,
        WriterLevel.BACK_END,
        Duration.ofSeconds(60),
        HoldKind.APPLICATION,
        Optional.empty(),
        RestoreMethod.RESTORE_IF_CAN_REPLACE,
        components,
        exclusions);
  }

  public static BackupDocument document() {
    return new BackupDocument(
        new SetId("set-1"),
        BackupType.FULL,
        false,
        Map.of(
            DB, new SavedWriter(db(), Set.of(SHOP, MASTER, ARCHIVE), Set.of(SHOP, MASTER)),
            MAIL, new SavedWriter(simple(BOXES), Set.of(BOXES), Set.of(BOXES)),
            WIKI, new SavedWriter(simple(PAGES), Set.of(PAGES), Set.of(PAGES))));
  }
}
