"""Rows 1-25: the institution, its accounts, how one signs in, and the way around."""

from __future__ import annotations

from sqlalchemy import select

from portal.db.models import AceptacionRow, EnlaceRow
from portal.domain.permisos import Permiso, Rol
from portal.services import cuentas, sesiones
from portal.services.aceptaciones import TerminosSinAceptar
from portal.services.sesiones import CredencialesInvalidas, CuentaNoActivada
from tests.e2e.buzon import enlace
from tests.factories import cuentas as gente
from tests.presets.portal import ROSA, Portal
from tests.presets.registro_de_filas import fila

AMBOS = ("igp", "petroperu")
ACEPTO = "Acepto los términos y condiciones de uso"


@fila(1, *AMBOS)
def cada_pantalla_dice_de_quien_es(portal: Portal) -> None:
    identidad, texto = portal.institucion.identidad, portal.pantallas["inicio"].texto

    for dicho in ("PERÚ", identidad.sector, identidad.nombre, identidad.modulo):
        assert dicho in texto


@fila(2, "igp")
def las_frases_oficiales_y_el_nombre_de_cada_anio(portal: Portal) -> None:
    identidad, texto = portal.institucion.identidad, portal.pantallas["inicio"].texto

    assert "Decenio de la Igualdad de Oportunidades para Mujeres y Hombres" in texto
    assert "Año del Bicentenario del Perú: 200 años de independencia" in identidad.frases_de(2021)
    assert all(frase in texto for frase in identidad.frases_de(portal.hoy))
    assert all("Bicentenario" not in frase for frase in identidad.frases_de(portal.hoy))


@fila(3, "igp")
def el_manual_tiene_version_e_historial(portal: Portal) -> None:
    manual = portal.pantallas["manual"]

    for dicho in ("Fecha", "Versión", "Cambios", "Autor", "12/03/2021", "1.0", "Nuevo", "Maritza Bueno Trucíos"):
        assert dicho in manual.texto


@fila(4, "igp")
def se_dice_para_que_es_y_su_base_legal(portal: Portal) -> None:
    assert "Orientar a los usuarios de la mesa de partes del IGP" in portal.pantallas["manual"].texto
    for pantalla in ("manual", "base_legal"):
        assert "Ley 27658" in portal.pantallas[pantalla].texto


@fila(5, *AMBOS)
def los_de_fuera_y_el_personal_ven_cada_cual_lo_suyo(portal: Portal) -> None:
    assert portal.pantallas["escritorio"].tiene('heading "Bandeja"')
    assert not portal.pantallas["bandeja"].tiene('link "Bandeja"')
    assert not portal.rosa.puede(Permiso.VER_BANDEJA)


@fila(6, *AMBOS)
def tramite_documentario_es_la_mesa_de_partes(portal: Portal) -> None:
    escritorio = portal.institucion.escritorio

    assert escritorio.mesa.nombre == "Trámite Documentario"
    rol = escritorio.rol(Rol.MESA)
    assert rol is not None
    assert Permiso.REGISTRAR_VENTANILLA in rol.permisos
    if portal.preset == "igp":
        assert escritorio.dependencia(escritorio.mesa.padre or "").nombre == "Oficina de Administración"


@fila(7, *AMBOS)
def quien_mantiene_el_sistema_tiene_un_rol_propio(portal: Portal) -> None:
    roles = portal.institucion.escritorio.roles

    assert any(Permiso.CONFIGURAR in rol.permisos for rol in roles)
    assert all(Permiso.CONFIGURAR not in rol.permisos for rol in roles if rol.id in {Rol.MESA, Rol.ESPECIALISTA})
    if portal.preset == "igp":
        assert "Tecnologías de la Información" in portal.institucion.escritorio.dependencia("oti").nombre


@fila(8, *AMBOS)
def sin_cuenta_no_se_envia_nada(portal: Portal) -> None:
    assert portal.pantallas["sin_sesion"].tiene('heading "Iniciar sesión"')


@fila(9, *AMBOS)
def el_horario_de_atencion_esta_a_la_vista(portal: Portal) -> None:
    assert portal.institucion.textos.horario in portal.pantallas["inicio"].texto


@fila(10, "igp")
def vive_bajo_su_camino_y_la_consulta_tiene_el_suyo(portal: Portal) -> None:
    assert portal.servidor.pedir("/salud").status == 200
    assert portal.servidor.url.endswith("/servicios/mpv")
    assert portal.pantallas["consulta"].tiene('heading "Consulta Trámite"')


@fila(11, "petroperu")
def vive_bajo_su_propio_camino(portal: Portal) -> None:
    assert portal.servidor.pedir("/salud").status == 200
    assert portal.servidor.url.endswith("/mpv")


@fila(12, *AMBOS)
def se_inicia_sesion_o_se_crea_una_cuenta(portal: Portal) -> None:
    assert portal.pantallas["ingresar"].tiene(
        'heading "Iniciar sesión"', 'textbox "Correo electrónico"', 'textbox "Contraseña"', 'button "Crear cuenta"'
    )


@fila(13, *AMBOS)
def hay_cuentas_de_persona_natural_y_juridica(portal: Portal) -> None:
    assert portal.pantallas["crear_cuenta"].tiene('radio "Para mí"', 'radio "Para una organización"')
    assert portal.institucion.cuentas.clases == ("natural", "juridica")


@fila(14, "igp")
def dni_de_ocho_o_carne_de_nueve_y_direccion_opcional(portal: Portal) -> None:
    assert portal.pantallas["crear_cuenta"].tiene('textbox "Teléfono"', 'textbox "Dirección (opcional)"')
    for tipo, malo in (("dni", "1234567"), ("dni", "123456789"), ("ce", "12345678"), ("ce", "1234567890")):
        assert portal.cuenta_negada(tipo_doc=tipo, numero_doc=malo) == {"numero_doc"}
    assert portal.cuenta_negada(telefono="", correo="") == {"telefono", "correo"}
    gente.ciudadano(portal.ctx, correo="carne@ejemplo.pe", tipo_doc="ce", numero_doc="001234567", direccion="")


@fila(15, "igp")
def la_juridica_da_su_ruc_y_quien_la_usa(portal: Portal) -> None:
    assert portal.pantallas["crear_cuenta_juridica"].tiene(
        'textbox "RUC"', 'textbox "Razón social"', 'textbox "Número"', 'textbox "Teléfono"',
        'textbox "Correo electrónico"',
    )  # fmt: skip
    malos = portal.cuenta_negada(clase="juridica", ruc="20131367009", razon_social="Cooperativa", numero_doc="1")
    assert malos == {"ruc", "numero_doc"}


@fila(16, *AMBOS)
@fila(19, "petroperu")
def el_usuario_es_el_correo(portal: Portal) -> None:
    assert portal.pantallas["ingresar"].tiene('textbox "Correo electrónico"', 'button "Iniciar sesión"')
    assert sesiones.entrar(portal.ctx, ROSA.upper(), gente.CONTRASENA, ip="10.9.9.1")
    assert isinstance(
        portal.negativa(lambda: sesiones.entrar(portal.ctx, "40000001", gente.CONTRASENA, ip="10.9.9.2")),
        CredencialesInvalidas,
    )


@fila(17, *AMBOS)
@fila(49, "igp")
def la_cuenta_se_activa_por_un_enlace_al_correo(portal: Portal) -> None:
    correo = portal.buzon.esperar_a("porverificar@ejemplo.pe", "Active su cuenta", cual=_pedida(portal))

    assert enlace(correo).startswith(f"{portal.servidor.url}/activar?ficha=")


def _pedida(portal: Portal) -> int:
    """Register somebody who does not activate; which mail of theirs is the newest, since both portals write to them."""
    antes = sum("porverificar" in str(c["To"]) for c in portal.buzon.correos)
    cuentas.registrar(portal.ctx, _nueva("porverificar@ejemplo.pe"), ip="10.9.9.3")
    return antes + 1


def _nueva(correo: str) -> cuentas.NuevaCuenta:
    return cuentas.NuevaCuenta(
        clase="natural", tipo_doc="dni", numero_doc="45678912", nombres="Luz", apellidos="Rojas Paz",
        telefono="987654321", correo=correo, contrasena=gente.CONTRASENA, acepta=True,
    )  # fmt: skip


@fila(18, *AMBOS)
def sin_activar_no_se_entra_y_el_correo_es_de_una_sola_cuenta(portal: Portal) -> None:
    ctx, correo = portal.ctx, "sinactivar@ejemplo.pe"
    cuentas.registrar(ctx, _nueva(correo), ip="10.9.9.4")
    cuentas.reenviar_activacion(ctx, correo)
    entrar = portal.negativa(lambda: sesiones.entrar(ctx, correo, gente.CONTRASENA, ip="10.9.9.5", acepta=True))
    assert isinstance(entrar, CuentaNoActivada)

    cuentas.registrar(ctx, _nueva(ROSA), ip="10.9.9.6")  # answered the same, and nothing changes
    assert sesiones.entrar(ctx, ROSA, gente.CONTRASENA, ip="10.9.9.7")
    with ctx.db.lectura() as session:
        vencen = session.scalars(select(EnlaceRow.vence_at).order_by(EnlaceRow.id.desc())).first()
    assert vencen is not None


@fila(20, "petroperu")
def los_terminos_se_marcan_antes_de_iniciar_sesion(portal: Portal) -> None:
    assert portal.pantallas["ingresar"].tiene(f'checkbox "{ACEPTO}"')
    nueva = gente.ciudadano(portal.ctx, correo="nueva@ejemplo.pe")
    negada = portal.negativa(lambda: sesiones.entrar(portal.ctx, nueva.correo, gente.CONTRASENA, ip="10.9.9.8"))
    assert isinstance(negada, TerminosSinAceptar)
    assert sesiones.entrar(portal.ctx, nueva.correo, gente.CONTRASENA, ip="10.9.9.8", acepta=True)


@fila(20, "igp")
def los_terminos_se_aceptan_al_registrarse(portal: Portal) -> None:
    assert not portal.pantallas["ingresar"].tiene(f'checkbox "{ACEPTO}"')
    assert portal.pantallas["crear_cuenta"].tiene('checkbox "Acepto los términos de uso y el aviso de privacidad"')


@fila(21, *AMBOS)
def los_terminos_se_leen_y_su_aceptacion_queda_escrita(portal: Portal) -> None:
    terminos = portal.institucion.textos.terminos
    assert terminos.cuerpo.partition("\n")[0] in portal.pantallas["terminos"].texto
    nueva = gente.ciudadano(portal.ctx, correo="acepta@ejemplo.pe")
    if portal.preset == "petroperu":
        sesiones.entrar(portal.ctx, nueva.correo, gente.CONTRASENA, ip="10.9.9.9", acepta=True)
    with portal.ctx.db.lectura() as session:
        filas = select(AceptacionRow).where(
            AceptacionRow.cuenta_id == nueva.cuenta_id, AceptacionRow.texto == "terminos"
        )
        escrita = session.scalars(filas).one()
    assert (escrita.version, bool(escrita.ip), escrita.aceptado_at is not None) == (terminos.version, True, True)


@fila(22, *AMBOS)
def se_recupera_y_cambia_la_clave_se_edita_el_perfil_y_se_sale(portal: Portal) -> None:
    assert portal.pantallas["ingresar"].tiene('link "Olvidé mi contraseña"')
    assert portal.pantallas["recuperar"].tiene('button "Enviar enlace"')
    assert portal.pantallas["cuenta"].tiene('button "Cambiar contraseña"', 'button "Cambiar datos"')
    assert portal.pantallas["cuenta"].tiene('button "Rosa Elena Quispe Huamán"')  # its menu ends the session


@fila(23, "igp")
def el_menu_dice_tramites_y_consulta_tramite(portal: Portal) -> None:
    assert portal.pantallas["bandeja"].tiene('link "Trámites"', 'link "Consulta Trámite"')


@fila(24, "igp")
def se_empieza_con_registrar_nuevo(portal: Portal) -> None:
    assert any(nombre.endswith("Registrar nuevo") for nombre in portal.pantallas["bandeja"].lugares)


@fila(25, "petroperu")
def se_empieza_con_nueva_correspondencia_y_se_consulta(portal: Portal) -> None:
    bandeja = portal.pantallas["bandeja"]

    assert any(nombre.endswith("Nueva correspondencia") for nombre in bandeja.lugares)
    assert bandeja.tiene('heading "Consulta de correspondencia"', 'link "Consulta de correspondencia"')
