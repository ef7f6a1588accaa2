package io.lull.wire;

import io.lull.protocol.certificate.Cut;
import io.lull.protocol.certificate.Digest;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Setting;
import io.lull.protocol.time.Uptime;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The values that are one text or one number on the wire, and which. */
final class Values {
  static final Map<Type, Form<?>> FORMS =
      Map.ofEntries(
          text(String.class, new Scalar.Text<>(text -> text, text -> text)),
          whole(long.class, new Scalar.Whole<>(number -> number, number -> number)),
          whole(Long.class, new Scalar.Whole<>(number -> number, number -> number)),
          whole(int.class, new Scalar.Whole<>(number -> number, Math::toIntExact)),
          whole(Integer.class, new Scalar.Whole<>(number -> number, Math::toIntExact)),
          Map.entry(boolean.class, new Scalar.Flag()),
          Map.entry(Boolean.class, new Scalar.Flag()),
          text(Duration.class, new Scalar.Text<>(Duration::toString, Duration::parse)),
          text(Instant.class, new Scalar.Text<>(Instant::toString, Instant::parse)),
          whole(Uptime.class, new Scalar.Whole<>(Uptime::nanos, Uptime::new)),
          whole(Epoch.class, new Scalar.Whole<>(Epoch::number, Epoch::new)),
          whole(Incarnation.class, new Scalar.Whole<>(Incarnation::number, Incarnation::new)),
          whole(SlotEpoch.class, new Scalar.Whole<>(SlotEpoch::number, SlotEpoch::new)),
          text(HostId.class, new Scalar.Text<>(HostId::name, HostId::new)),
          text(SessionId.class, new Scalar.Text<>(SessionId::name, SessionId::new)),
          text(SetId.class, new Scalar.Text<>(SetId::name, SetId::new)),
          text(RequestId.class, new Scalar.Text<>(RequestId::name, RequestId::new)),
          text(InstanceId.class, new Scalar.Text<>(InstanceId::name, InstanceId::new)),
          text(DatabaseId.class, new Scalar.Text<>(DatabaseId::name, DatabaseId::new)),
          text(WriterId.class, new Scalar.Text<>(WriterId::toString, Ids::writer)),
          text(ProviderId.class, new Scalar.Text<>(ProviderId::toString, Ids::provider)),
          text(Volume.class, new Scalar.Text<>(Volume::toString, Ids::volume)),
          text(ComponentId.class, new Scalar.Text<>(ComponentId::toString, Ids::component)),
          text(SnapshotId.class, new Scalar.Text<>(SnapshotId::toString, Ids::snapshot)),
          // Not as they print: a log shows the beginning only.
          text(Digest.class, new Scalar.Text<>(Digest::hex, Digest::new)),
          text(HoldToken.class, new Scalar.Text<>(HoldToken::hex, HoldToken::new)),
          // What was written before it came is about copies of one instant: there were no others.
          Map.entry(Cut.class, new Later<>(Scalar.ofEnum(Cut.class), Cut.ATOMIC)),
          // By what never changes: a code and a key are known outside, the constants are not.
          text(Failure.class, Scalar.named("failure", Failure::code, Failure::ofCode)),
          text(Setting.class, Scalar.named("setting", Setting::key, Setting::ofKey)));

  private Values() {}

  private static <T> Map.Entry<Type, Form<?>> text(Class<T> type, Scalar.Text<T> form) {
    return Map.entry(type, form);
  }

  private static <T> Map.Entry<Type, Form<?>> whole(Class<T> type, Scalar.Whole<T> form) {
    return Map.entry(type, form);
  }
}
